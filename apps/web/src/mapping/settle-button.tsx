import { Button, Drawer, Popover } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { MappingGrade, MappingRow } from '@navette/api';
import { IconChevronDown } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { MappingFrame } from './mapping-place.ts';
import styles from './settle-panel.module.css';
import { SettlePanel } from './settle-panel.tsx';

interface SettleButtonProps {
  readonly row: MappingRow;
  readonly frame: MappingFrame;
  readonly onSettled: (row: MappingRow, words: string) => void;
}

/** What one does with a row: opens its panel, under it, or as a sheet on a phone. A connected client has its own page. */
export function SettleButton({ row, frame, onSettled }: SettleButtonProps) {
  const { t } = useTranslation();
  const isPhone = useMediaQuery('(max-width: 760px)', undefined, { getInitialValueInEffect: false }) ?? false;
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  if (row.grade === 'connected')
    return (
      <Button
        variant="subtle"
        renderRoot={(props) => (
          <Link
            to="/cabinets/$firm/dossiers/$client/connexions"
            params={{ firm: frame.firm, client: row.clientId }}
            aria-label={`${t('mapping.see')} ${row.clientName}`}
            data-row-link
            {...props}
          />
        )}
      >
        {t('mapping.see')}
      </Button>
    );
  const word = t(`mapping.${gestureOf(row.grade, frame.installation.listsDossiers)}`);
  const isSettled = row.grade === 'exact' || row.grade === 'chosen' || row.grade === 'left_out';
  const close = () => {
    setOpen(false);
    focusSoon(() => button.current);
  };
  const settle = (settled: MappingRow, words: string) => {
    setOpen(false);
    // The next row is what one does next; after the last one, this one again.
    focusSoon(() => nextGesture(button.current) ?? button.current);
    onSettled(settled, words);
  };
  const target = (
    <Button
      ref={button}
      variant={isSettled ? 'subtle' : 'default'}
      rightSection={<IconChevronDown size={14} aria-hidden />}
      aria-label={`${word} ${row.clientName}`}
      aria-expanded={isOpen}
      aria-haspopup="dialog"
      data-row-link
      onClick={() => setOpen(!isOpen)}
    >
      {word}
    </Button>
  );
  const panel = <SettlePanel row={row} frame={frame} onSettled={settle} onClose={close} />;
  if (isPhone)
    return (
      <>
        {target}
        {isOpen && (
          <Drawer.Root
            opened
            onClose={close}
            position="bottom"
            size="auto"
            returnFocus={false}
            classNames={{ content: styles.sheet ?? '', body: styles.sheetBody ?? '' }}
          >
            <Drawer.Overlay />
            <Drawer.Content aria-label={`${word} ${row.clientName}`}>
              <Drawer.Body>{panel}</Drawer.Body>
            </Drawer.Content>
          </Drawer.Root>
        )}
      </>
    );
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-end"
      width={480}
      shadow="md"
      radius="lg"
      trapFocus
      closeOnEscape={false}
    >
      <Popover.Target>{target}</Popover.Target>
      <Popover.Dropdown className={styles.dropdown} aria-label={`${word} ${row.clientName}`}>
        {panel}
      </Popover.Dropdown>
    </Popover>
  );
}

function gestureOf(grade: MappingGrade, listsDossiers: boolean) {
  if (grade === 'attribute_missing') return 'fill';
  if (grade === 'attribute_invalid') return 'correct';
  if (grade === 'exact' || grade === 'chosen') return 'change';
  if (grade === 'left_out') return 'resume';
  return listsDossiers ? 'choose' : 'correct';
}

function nextGesture(button: HTMLElement | null): HTMLElement | null {
  const row = button?.closest('tr')?.nextElementSibling;
  return row?.querySelector<HTMLElement>('[data-row-link]') ?? null;
}

/** Once the panel has gone, which would take the focus with it. */
function focusSoon(find: () => HTMLElement | null): void {
  requestAnimationFrame(() => requestAnimationFrame(() => find()?.focus()));
}
