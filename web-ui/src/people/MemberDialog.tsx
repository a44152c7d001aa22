import { useState, type ReactElement } from 'react';
import { MembersDocument, UpdateMemberDocument, type MembersQuery } from '../api/people.generated';
import { useMutation } from '../api/useMutation';
import { COMMON } from '../i18n/common';
import { PEOPLE } from '../i18n/people';
import { useTexts } from '../i18n/catalogue';
import { Dialog } from '../ui/Dialog';
import { Button } from '../ui/form/Button';
import { ErrorNotice, Notice } from '../ui/form/Notice';
import { toast } from '../ui/toast';
import { hasSites, RoleField } from './RoleField';
import { SitesField } from './SitesField';

export type Member = MembersQuery['members']['edges'][number]['node'];

interface MemberDialogProps {
  organizationId: string;
  member: Member;
  onClose: () => void;
}

/** Role and assigned sites of a member. */
export function MemberDialog({ organizationId, member, onClose }: MemberDialogProps): ReactElement {
  const t = useTexts(PEOPLE);
  const common = useTexts(COMMON);
  const [role, setRole] = useState(member.role);
  const [siteIds, setSiteIds] = useState<string[] | null>(member.siteIds ?? null);
  const [isMissing, setMissing] = useState(false);
  const update = useMutation(UpdateMemberDocument, { invalidates: [MembersDocument] });
  const submit = async (): Promise<void> => {
    if (hasSites(role) && siteIds?.length === 0) return setMissing(true);
    const assigned = hasSites(role) ? siteIds : null;
    if (!(await update.run({ organizationId, userId: member.userId, role, siteIds: assigned })))
      return;
    toast(t.updated);
    onClose();
  };
  return (
    <Dialog
      title={t.editTitle(member.name || member.email)}

      onClose={onClose}
    >
      <form
        className="quiet-scroll grid gap-5 overflow-y-auto px-5 pt-1 pb-5"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <RoleField value={role} onChange={setRole} />
        {hasSites(role) && (
          <SitesField organizationId={organizationId} value={siteIds} onChange={setSiteIds} />
        )}
        {isMissing && siteIds?.length === 0 && <Notice kind="bad">{t.chooseSite}</Notice>}
        <ErrorNotice error={update.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button type="submit" kind="primary" disabled={update.busy}>
            {update.busy ? common.saving : common.save}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
