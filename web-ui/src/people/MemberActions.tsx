import { useNavigate } from '@tanstack/react-router';
import { useState, type ReactElement } from 'react';
import {
  MembersDocument,
  RemoveMemberDocument,
  TransferOwnershipDocument,
} from '../api/people.generated';
import { MeDocument, OrganizationsDocument } from '../api/session.generated';
import { request } from '../api/client';
import { useMutation } from '../api/useMutation';
import { updateUser, useSession } from '../auth/session';
import { COMMON } from '../i18n/common';
import { PEOPLE } from '../i18n/people';
import { useTexts } from '../i18n/catalogue';
import { useMay } from '../shell/organization';
import { DropdownContent, DropdownItem, DropdownRoot, DropdownTrigger } from '../ui/DropdownMenu';
import { ConfirmDialog } from '../ui/form/ConfirmDialog';
import { toast } from '../ui/toast';
import { More } from './icons';
import { MemberDialog, type Member } from './MemberDialog';

interface MemberActionsProps {
  organizationId: string;
  member: Member;
}

export function MemberActions({ organizationId, member }: MemberActionsProps): ReactElement | null {
  const t = useTexts(PEOPLE);
  const common = useTexts(COMMON);
  const navigate = useNavigate();
  const session = useSession();
  const may = useMay(organizationId);
  const [asking, setAsking] = useState<'edit' | 'owner' | 'remove'>();
  const remove = useMutation(RemoveMemberDocument, { invalidates: [MembersDocument] });
  const transfer = useMutation(TransferOwnershipDocument, {
    invalidates: [MembersDocument, OrganizationsDocument],
  });
  const close = (): void => setAsking(undefined);
  const name = member.name || member.email;
  const isMe = session.kind === 'user' && session.user.id === member.userId;
  const reload = async (): Promise<void> => updateUser((await request(MeDocument, {})).me);

  const confirmRemoval = async (): Promise<void> => {
    if (!(await remove.run({ organizationId, userId: member.userId }))) return;
    toast(t.removed(name));
    close();
    if (!isMe) return;
    await reload();
    await navigate({ to: '/' });
  };
  const confirmOwner = async (): Promise<void> => {
    if (!(await transfer.run({ organizationId, userId: member.userId }))) return;
    await reload();
    close();
  };
  if (member.role === 'OWNER') return null;
  return (
    <>
      <DropdownRoot>
        <DropdownTrigger
          aria-label={common.actions(name)}
          className="inline-grid size-9 place-content-center rounded-lg text-soft hover:bg-sunken hover:text-ink"
        >
          <More />
        </DropdownTrigger>
        <DropdownContent align="end" className="w-64">
          <DropdownItem onSelect={() => setAsking('edit')}>{t.edit}</DropdownItem>
          {may('own') && (
            <DropdownItem onSelect={() => setAsking('owner')}>{t.makeOwner}</DropdownItem>
          )}
          <DropdownItem danger onSelect={() => setAsking('remove')}>
            {isMe ? t.leave : t.removeMember}
          </DropdownItem>
        </DropdownContent>
      </DropdownRoot>
      {asking === 'edit' && (
        <MemberDialog organizationId={organizationId} member={member} onClose={close} />
      )}
      {asking === 'owner' && (
        <ConfirmDialog
          title={t.makeOwner}
          text={t.makeOwnerText(name)}
          typed={member.email}
          action={t.makeOwner}
          busy={transfer.busy}
          error={transfer.error}
          onConfirm={() => void confirmOwner()}
          onClose={close}
        />
      )}
      {asking === 'remove' && (
        <ConfirmDialog
          title={isMe ? t.leave : t.removeMember}
          text={t.removeText(name)}
          action={isMe ? t.leave : common.remove}
          busy={remove.busy}
          error={remove.error}
          onConfirm={() => void confirmRemoval()}
          onClose={close}
        />
      )}
    </>
  );
}
