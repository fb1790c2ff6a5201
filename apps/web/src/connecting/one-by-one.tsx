import type { Client, Installation, Rule } from '@navette/api';
import { IconCircleCheck } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ClientAccess } from './client-access.tsx';
import { ClientFinder } from './client-finder.tsx';
import styles from './one-by-one.module.css';
import type { LoggedAccess } from './use-connecting-log.ts';

interface OneByOneProps {
  readonly installation: Installation;
  readonly rules: readonly Rule[];
  readonly rule: Rule;
  readonly onAccess: (access: LoggedAccess) => void;
}

/** Clients found and connected one after the other: type, Enter, Space, the key, Enter, and the next one. */
export function OneByOne({ installation, rules, rule, onAccess }: OneByOneProps) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<Client>();
  const [said, setSaid] = useState<string>();
  const search = useRef<HTMLInputElement>(null);
  const panel = useRef<HTMLElement>(null);
  useFocusOnTick(panel, chosen?.id);
  return (
    <div className={styles.work}>
      <ClientFinder
        ref={search}
        installation={installation}
        chosenId={chosen?.id}
        onChoose={(client) => {
          setSaid(undefined);
          setChosen(client);
        }}
      />
      <section ref={panel} className={styles.panel} aria-label={chosen?.name ?? t('connecting.access.allow')}>
        <p className={styles.said} role="status">
          {said && (
            <>
              <IconCircleCheck size={18} aria-hidden />
              {said}
            </>
          )}
        </p>
        {chosen ? (
          <>
            <h2>{chosen.name}</h2>
            <ClientAccess
              key={chosen.id}
              installation={installation}
              rules={rules}
              forRule={rule}
              client={chosen}
              onDone={(outcome, sentence) => {
                setSaid(sentence);
                setChosen(undefined);
                if (outcome !== 'unchanged')
                  onAccess({ clientId: chosen.id, clientName: chosen.name, outcome });
                search.current?.focus();
                search.current?.select();
              }}
            />
          </>
        ) : (
          !said && <p className={styles.hint}>{t('connecting.one.choose', { name: installation.name })}</p>
        )}
      </section>
    </div>
  );
}

/** Once a client's panel has come, the keys go on there. */
function useFocusOnTick(panel: React.RefObject<HTMLElement | null>, clientId: string | undefined): void {
  useEffect(() => {
    const element = panel.current;
    if (!element || clientId === undefined) return;
    const focus = () => {
      const tick = element.querySelector<HTMLElement>('[data-access-tick]');
      tick?.focus();
      return tick !== null;
    };
    if (focus()) return;
    const watcher = new MutationObserver(() => focus() && watcher.disconnect());
    watcher.observe(element, { childList: true, subtree: true });
    return () => watcher.disconnect();
  }, [panel, clientId]);
}
