import { ActionIcon, Button, TextInput } from '@mantine/core';
import { type Attribute, type Client, routes } from '@navette/api';
import { IconAlertCircle, IconCircleCheck, IconPencil } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { useFirmId } from '../api/firm.ts';
import { keys } from '../api/keys.ts';
import { describeProblem } from '../api/problem-sentence.ts';
import { AttributeInput } from '../attributes/attribute-input.tsx';
import { isSaveable, type TypedValue } from '../attributes/typed-value.ts';
import { formatSiret } from '../language/format.ts';
import { useLanguage } from '../language/language.ts';
import styles from './client-value.module.css';

interface ClientValueProps {
  readonly client: Client;
  /** `null` for the name, which every client has. */
  readonly attribute: Attribute | null;
  readonly canChange: boolean;
}

/** One value of a client, changed where it stands: the pencil opens it, Enter saves, Escape leaves it as it was. */
export function ClientValue({ client, attribute, canChange }: ClientValueProps) {
  const { t } = useTranslation();
  const [isChanging, setChanging] = useState(false);
  const pencil = useRef<HTMLButtonElement>(null);
  const label = attribute?.label ?? t('clients.form.name');
  const close = () => {
    setChanging(false);
    // The row is drawn again before its pencil can have the focus back.
    requestAnimationFrame(() => pencil.current?.focus());
  };
  return (
    <div className={styles.line}>
      <span className={styles.label}>{label}</span>
      {isChanging ? (
        <ValueForm client={client} attribute={attribute} label={label} onClose={close} />
      ) : (
        <>
          <KeptValue client={client} attribute={attribute} />
          {canChange && (
            <ActionIcon
              ref={pencil}
              aria-label={t('clients.details.change', { label })}
              title={t('clients.details.change', { label })}
              onClick={() => setChanging(true)}
            >
              <IconPencil size={16} />
            </ActionIcon>
          )}
        </>
      )}
    </div>
  );
}

function KeptValue({ client, attribute }: Pick<ClientValueProps, 'client' | 'attribute'>) {
  const { t } = useTranslation();
  if (!attribute) return <b className={styles.value}>{client.name}</b>;
  const kept = client.attributes.find(({ attributeId }) => attributeId === attribute.id);
  if (!kept)
    return <span className={`${styles.value} ${styles.missing}`}>{t('clients.details.missing')}</span>;
  const isNumber = attribute.kind === 'siret' || attribute.kind === 'siren';
  return (
    <span className={styles.value}>
      <span className={isNumber ? 'mono unbroken' : styles.text}>{formatSiret(kept.value)}</span>
      {kept.state === 'overridden' ? (
        <span className={styles.state}>
          <IconAlertCircle size={14} aria-hidden />
          {t('clients.siretState.overridden', { reason: kept.overrideReason ?? '' })}
        </span>
      ) : (
        isNumber && (
          <span className={styles.state} data-state="valid">
            <IconCircleCheck size={14} aria-hidden />
            {t('clients.details.checked')}
          </span>
        )
      )}
      {attribute.kind === 'siret' && client.siret === kept.value && client.sameSiret.length > 0 && (
        <span className={styles.shared}>
          {t('clients.siretSharedWith', { names: client.sameSiret.map(({ name }) => name).join(', ') })}
        </span>
      )}
    </span>
  );
}

interface ValueFormProps extends Pick<ClientValueProps, 'client' | 'attribute'> {
  readonly label: string;
  readonly onClose: () => void;
}

function ValueForm({ client, attribute, label, onClose }: ValueFormProps) {
  const { t } = useTranslation();
  const firm = useFirmId();
  const language = useLanguage();
  const queryClient = useQueryClient();
  const form = useRef<HTMLFormElement>(null);
  const kept = attribute && client.attributes.find(({ attributeId }) => attributeId === attribute.id);
  const [typed, setTyped] = useState<TypedValue>({
    value: attribute ? formatSiret(kept?.value ?? '') : client.name,
    overrideReason: kept?.overrideReason ?? '',
  });
  const saving = useMutation({
    mutationFn: () =>
      api.call(routes.updateClient, { params: { firm, client: client.id }, body: bodyOf(attribute, typed) }),
    onSuccess: (saved) => {
      queryClient.setQueryData(keys.client(firm, client.id), saved);
      for (const key of ['clients', 'attributes'])
        void queryClient.invalidateQueries({ queryKey: [key, firm] });
      onClose();
    },
  });
  useEffect(() => form.current?.querySelector('input')?.select(), []);
  const error = saving.error && describeProblem(saving.error, language).sentence;
  const isRight = attribute ? isSaveable(attribute.kind, typed) : typed.value.trim() !== '';
  const change = (next: TypedValue) => {
    saving.reset();
    setTyped(next);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isRight) saving.mutate();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    onClose();
  };
  return (
    <form ref={form} className={styles.form} onSubmit={submit} onKeyDown={onKeyDown}>
      {attribute ? (
        <AttributeInput
          attribute={attribute}
          clientId={client.id}
          typed={typed}
          error={error}
          isLabelHidden
          onChange={change}
        />
      ) : (
        <TextInput
          aria-label={label}
          maxLength={200}
          value={typed.value}
          error={error}
          onChange={(event) => change({ ...typed, value: event.currentTarget.value })}
        />
      )}
      <span className={styles.gestures}>
        <Button type="submit" variant="filled" loading={saving.isPending} disabled={!isRight}>
          {t('clients.form.save')}
        </Button>
        <Button onClick={onClose}>{t('general.cancel')}</Button>
      </span>
    </form>
  );
}

function bodyOf(attribute: Attribute | null, { value, overrideReason }: TypedValue) {
  if (!attribute) return { name: value.trim() };
  return {
    attributes: [
      {
        attributeId: attribute.id,
        value: value.trim() || null,
        overrideReason: overrideReason.trim() || null,
      },
    ],
  };
}
