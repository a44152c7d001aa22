import { Command } from 'cmdk';
import { useNavigate, type NavigateOptions } from '@tanstack/react-router';
import { useState, type ReactElement, type ReactNode } from 'react';
import { SitesDocument } from '../api/generated';
import { useQuery } from '../api/useQuery';
import { signOut, useSession } from '../auth/session';
import { SHELL } from '../i18n/shell';
import { useTexts } from '../i18n/catalogue';
import { SiteIcon } from '../sites/SiteIcon';
import { Moon, Search } from '../ui/icons';
import { useTheme } from '../ui/theme';
import {
  Building,
  Flow,
  Globe,
  Home,
  Keyboard,
  KeyIcon,
  People,
  Person,
  Plus,
  Scroll,
  SignOutIcon,
} from './icons';
import { useMay, useOrganizations } from './organization';
import { useSiteSections } from './siteSections';
import { useSiteId } from './useSiteId';

interface CommandPaletteProps {
  onClose: () => void;
  onShortcuts: () => void;
}

const GROUP =
  '[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2.5 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-[12px] [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint';

export default function CommandPalette({
  onClose,
  onShortcuts,
}: CommandPaletteProps): ReactElement {
  const t = useTexts(SHELL);
  const navigate = useNavigate();
  const session = useSession();
  const [search, setSearch] = useState('');
  const [theme, chooseTheme] = useTheme();
  const { current } = useOrganizations();
  const may = useMay(current?.id);
  const siteId = useSiteId();
  const sections = useSiteSections(siteId ?? '');
  const sites = useQuery(SitesDocument, { search: search.trim() || null, first: 8 }).data?.sites;

  const go = (to: NavigateOptions) => (): void => {
    onClose();
    void navigate(to);
  };
  const act = (action: () => void) => (): void => {
    onClose();
    action();
  };

  return (
    <Command.Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      label={t.palette}
      loop
      overlayClassName="fixed inset-0 z-50 scrim"
      contentClassName="animate-rise fixed top-[12vh] left-1/2 z-50 w-[min(36rem,calc(100vw-1.5rem))] -translate-x-1/2 overflow-hidden rounded-2xl border border-line bg-raised text-ink shadow-float outline-none"
    >
      <div className="flex items-center gap-2.5 border-b border-line px-4">
        <Search className="text-faint" />
        <Command.Input
          value={search}
          onValueChange={setSearch}
          placeholder={t.jump}
          className="h-12 min-w-0 flex-1 bg-transparent text-[15px] outline-none placeholder:text-faint"
        />
      </div>
      <Command.List className="quiet-scroll max-h-[min(24rem,60dvh)] overflow-y-auto px-1.5 pb-1.5">
        <Command.Empty className="px-2.5 py-8 text-center text-soft">
          {t.nothingFound}
        </Command.Empty>
        {siteId && (
          <Command.Group heading={t.siteNavigation} className={GROUP}>
            {sections.map(({ id, label, icon: Icon, to, params }) => (
              <Row key={id} icon={<Icon />} onSelect={go({ to, params } as NavigateOptions)}>
                {label}
              </Row>
            ))}
          </Command.Group>
        )}
        <Command.Group heading={t.go} className={GROUP}>
          <Row icon={<Home />} onSelect={go({ to: '/' })}>
            {t.overview}
          </Row>
          <Row icon={<Globe />} onSelect={go({ to: '/sites' })}>
            {t.allSites}
          </Row>
          <Row icon={<Flow />} onSelect={go({ to: '/pipeline' })}>
            {t.pipeline}
          </Row>
          {may('govern') && (
            <>
              <Row icon={<People />} onSelect={go({ to: '/team' })}>
                {t.team}
              </Row>
              <Row icon={<KeyIcon />} onSelect={go({ to: '/keys' })}>
                {t.keys}
              </Row>
              <Row icon={<Scroll />} onSelect={go({ to: '/audit' })}>
                {t.audit}
              </Row>
              <Row icon={<Building />} onSelect={go({ to: '/organization' })}>
                {t.organization}
              </Row>
            </>
          )}
          {session.kind === 'user' && (
            <Row icon={<Person />} onSelect={go({ to: '/account' })}>
              {t.account}
            </Row>
          )}
        </Command.Group>
        <Command.Group heading={t.sites} className={GROUP}>
          {sites?.edges.map(({ node }) => (
            <Row
              key={node.id}
              value={`${node.name} ${node.domains.join(' ')} ${node.id}`}
              icon={<SiteIcon name={node.name} />}
              hint={node.domains[0]}
              onSelect={go({ to: '/sites/$siteId', params: { siteId: node.id }, search: {} })}
            >
              {node.name}
            </Row>
          ))}
          {may('administer') && (
            <Row icon={<Plus />} onSelect={go({ to: '/sites/new' })}>
              {t.addSite}
            </Row>
          )}
        </Command.Group>
        <Command.Group heading={t.actions} className={GROUP}>
          <Row
            icon={<Moon />}
            onSelect={act(() => chooseTheme(theme === 'dark' ? 'light' : 'dark'))}
          >
            {t.switchTheme}
          </Row>
          <Row icon={<Keyboard />} onSelect={act(onShortcuts)}>
            {t.shortcuts}
          </Row>
          <Row icon={<SignOutIcon />} onSelect={act(() => void signOut())}>
            {session.kind === 'key' ? t.forgetKey : t.signOut}
          </Row>
        </Command.Group>
      </Command.List>
    </Command.Dialog>
  );
}

interface RowProps {
  value?: string;
  icon: ReactNode;
  hint?: ReactNode;
  onSelect: () => void;
  children: ReactNode;
}

function Row({ value, icon, hint, onSelect, children }: RowProps): ReactElement {
  return (
    <Command.Item
      {...(value === undefined ? {} : { value })}
      onSelect={onSelect}
      className="flex cursor-pointer items-center gap-3 rounded-lg px-2.5 py-2 text-soft data-[selected=true]:bg-sunken data-[selected=true]:text-ink"
    >
      {icon}
      <span className="min-w-0 flex-1 truncate text-ink">{children}</span>
      {hint && <span className="truncate text-[12px] text-faint">{hint}</span>}
    </Command.Item>
  );
}
