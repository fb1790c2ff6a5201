import { Button, Drawer, TextInput } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { Member } from '@navette/api';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { ProblemNote } from '../api/problem-note.tsx';
import page from '../frame/page.module.css';
import { MemberClients } from './member-clients.tsx';
import styles from './member-drawer.module.css';
import { type Rights, RightsFields } from './rights-fields.tsx';
import { useMemberGestures } from './use-member-gestures.ts';
import { usePerson } from './use-people.ts';

const route = '/cabinets/$firm/utilisateurs';

interface MemberDrawerProps {
  /** Whose card is open. */
  readonly person: string | undefined;
  /** The rows of the list, where he may be already. */
  readonly rows: readonly Member[];
}

/** Somebody's card: rights, clients, computers, access. */
export function MemberDrawer({ person, rows }: MemberDrawerProps) {
  const { t } = useTranslation();
  const navigate = useNavigate({ from: route });
  const isPhone = useMediaQuery('(max-width: 760px)') ?? false;
  const known = rows.find(({ id }) => id === person);
  return (
    <Drawer
      opened={person !== undefined}
      onClose={() => void navigate({ replace: true, search: ({ personne: _, ...old }) => old })}
      position="right"
      size={isPhone ? '100%' : 460}
      title={known?.name}
      classNames={{
        title: styles.title ?? '',
        header: styles.header ?? '',
        content: styles.content ?? '',
        body: styles.body ?? '',
      }}
      overlayProps={{ backgroundOpacity: 0.25 }}
      closeButtonProps={{ 'aria-label': t('people.member.close', { name: known?.name ?? '' }) }}
      attributes={{ header: { role: 'presentation' } }}
    >
      {person !== undefined && <Card key={person} person={person} known={known} />}
    </Drawer>
  );
}

function Card({ person, known }: { person: string; known: Member | undefined }) {
  const firm = useFirmId();
  const { data: member, error, refetch } = usePerson(firm, person, known);
  if (error && !member) return <ProblemNote error={error} onRetry={() => void refetch()} />;
  if (!member) return <div aria-busy="true" className={styles.loading} />;
  return (
    <>
      <p className={styles.email}>{member.email}</p>
      {/* A new form when what it changes was changed elsewhere. */}
      <RightsForm key={`${member.name} ${member.role} ${member.seesAllClients}`} member={member} />
      <Clients member={member} />
      {member.agents > 0 && <Agents member={member} />}
      <Access member={member} />
    </>
  );
}

function RightsForm({ member }: { member: Member }) {
  const { t } = useTranslation();
  const [name, setName] = useState(member.name);
  const [rights, setRights] = useState<Rights>(member);
  const { saving } = useMemberGestures(member);
  const isNamed = name.trim() !== '';
  const isChanged =
    name.trim() !== member.name ||
    rights.role !== member.role ||
    (rights.role === 'collaborator' && rights.seesAllClients !== member.seesAllClients);
  return (
    <form
      className={styles.section}
      aria-label={t('people.member.rights')}
      onSubmit={(event) => {
        event.preventDefault();
        if (isNamed)
          saving.mutate({
            name: name.trim(),
            role: rights.role,
            ...(rights.role === 'collaborator' ? { seesAllClients: rights.seesAllClients } : {}),
          });
      }}
    >
      <TextInput
        label={t('people.member.name')}
        maxLength={200}
        value={name}
        error={isNamed ? undefined : t('people.member.nameMissing')}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <RightsFields value={rights} onChange={setRights} />
      {saving.error && <ProblemNote error={saving.error} />}
      <div className={page.actions}>
        <Button type="submit" variant="filled" disabled={!isChanged || !isNamed} loading={saving.isPending}>
          {t('people.member.save')}
        </Button>
      </div>
    </form>
  );
}

function Clients({ member }: { member: Member }) {
  const { t } = useTranslation();
  return (
    <section className={styles.section} aria-label={t('people.member.clients')}>
      <h3>{t('people.member.clients')}</h3>
      <MemberClients member={member} />
    </section>
  );
}

function Agents({ member }: { member: Member }) {
  const { t } = useTranslation();
  const { takingOver } = useMemberGestures(member);
  const words = member.state === 'active' ? 'people.member.agents' : 'people.member.agentsStopped';
  return (
    <section className={styles.section} aria-label={t('people.member.agents')}>
      <h3>{t('people.member.agents')}</h3>
      <p className={page.note}>
        {t(words, { count: member.agents })} {t('people.member.takeOverHelp')}
      </p>
      {takingOver.error && <ProblemNote error={takingOver.error} />}
      <div>
        <Button loading={takingOver.isPending} onClick={() => takingOver.mutate()}>
          {t('people.member.takeOver')}
        </Button>
      </div>
    </section>
  );
}

function Access({ member }: { member: Member }) {
  const { t } = useTranslation();
  const { opening } = useMemberGestures(member);
  const isActive = member.state === 'active';
  return (
    <section className={styles.section} aria-label={t('people.member.access')}>
      <h3>{t('people.member.access')}</h3>
      <p className={page.note}>
        {t(isActive ? 'people.member.accessHelp' : 'people.member.deactivatedHelp')}
      </p>
      {opening.error && <ProblemNote error={opening.error} />}
      <div>
        <Button
          color={isActive ? 'rouge' : 'encre'}
          variant="outline"
          loading={opening.isPending}
          onClick={() => opening.mutate(!isActive)}
        >
          {t(isActive ? 'people.member.deactivate' : 'people.member.reactivate')}
        </Button>
      </div>
    </section>
  );
}
