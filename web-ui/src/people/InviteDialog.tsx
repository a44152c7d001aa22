import { useState, type ReactElement } from 'react';
import { InvitationsDocument, InviteMemberDocument, type Role } from '../api/people.generated';
import { useMutation } from '../api/useMutation';
import { COMMON } from '../i18n/common';
import { PEOPLE } from '../i18n/people';
import { useTexts } from '../i18n/catalogue';
import { Dialog } from '../ui/Dialog';
import { Button } from '../ui/form/Button';
import { TextField } from '../ui/form/Field';
import { ErrorNotice, Notice } from '../ui/form/Notice';
import { toast } from '../ui/toast';
import { hasSites, RoleField } from './RoleField';
import { SitesField } from './SitesField';

interface InviteDialogProps {
  organizationId: string;
  onClose: () => void;
}

export function InviteDialog({ organizationId, onClose }: InviteDialogProps): ReactElement {
  const t = useTexts(PEOPLE);
  const common = useTexts(COMMON);
  const [email, setEmail] = useState('');
  const [role, setRole] = useState<Role>('VIEWER');
  const [siteIds, setSiteIds] = useState<string[] | null>(null);
  const [isMissing, setMissing] = useState(false);
  const invite = useMutation(InviteMemberDocument, { invalidates: [InvitationsDocument] });

  const submit = async (): Promise<void> => {
    if (hasSites(role) && siteIds?.length === 0) return setMissing(true);
    const answer = await invite.run({
      input: { organizationId, email, role, siteIds: hasSites(role) ? siteIds : null },
    });
    if (!answer) return;
    toast(t.invited(email));
    onClose();
  };

  return (
    <Dialog title={t.inviteTitle} onClose={onClose}>
      <form
        className="quiet-scroll grid gap-5 overflow-y-auto px-5 pb-5"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <p className="text-soft">{t.inviteText}</p>
        <TextField
          label={t.email}
          type="email"
          required
          autoFocus
          autoComplete="off"
          value={email}
          onText={setEmail}
        />
        <RoleField value={role} onChange={setRole} />
        {hasSites(role) && (
          <SitesField organizationId={organizationId} value={siteIds} onChange={setSiteIds} />
        )}
        {isMissing && siteIds?.length === 0 && <Notice kind="bad">{t.chooseSite}</Notice>}
        <ErrorNotice error={invite.error} />
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button type="submit" kind="primary" disabled={invite.busy}>
            {invite.busy ? t.sending : t.sendInvitation}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
