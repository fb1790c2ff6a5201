import { Button } from '@mantine/core';
import { type MappingRow, routes } from '@navette/api';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { api } from '../api/api.ts';
import { keys } from '../api/keys.ts';
import { describeProblem } from '../api/problem-sentence.ts';
import { AttributeInput } from '../attributes/attribute-input.tsx';
import { isSaveable, type TypedValue } from '../attributes/typed-value.ts';
import { useAttributes } from '../attributes/use-attributes.ts';
import { formatSiret } from '../language/format.ts';
import { useLanguage } from '../language/language.ts';
import type { MappingFrame } from './mapping-place.ts';
import styles from './settle-panel.module.css';

interface CorrectValueProps {
  readonly row: MappingRow;
  readonly frame: MappingFrame;
  readonly attributeId: string;
  /** @param row as the comparison has it with the new value */
  readonly onSaved: (row: MappingRow) => void;
}

/** The client's own value, corrected where its comparison stands; checked while it is typed, kept with a reason where the check fails. */
export function CorrectValue({ row, frame, attributeId, onSaved }: CorrectValueProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const queryClient = useQueryClient();
  const { firm, installationId, setup } = frame;
  const attribute = useAttributes(firm).data?.find(({ id }) => id === attributeId);
  const form = useRef<HTMLFormElement>(null);
  const isSecret = frame.installation.clientKey.isSecret;
  const [typed, setTyped] = useState<TypedValue>({
    value: isSecret ? '' : formatSiret(row.value ?? ''),
    overrideReason: '',
  });
  const saving = useMutation({
    mutationFn: async () => {
      const { value, overrideReason } = typed;
      const change = {
        attributeId,
        value: value.trim() || null,
        overrideReason: overrideReason.trim() || null,
      };
      await api.call(routes.updateClient, {
        params: { firm, client: row.clientId },
        body: { attributes: [change] },
      });
      const { items } = await api.call(routes.getMapping, {
        params: { firm, installation: installationId },
        query: { setup, attributeId, search: row.clientName, limit: 200 },
      });
      return items.find(({ clientId }) => clientId === row.clientId);
    },
    onSuccess: (saved) => {
      for (const key of [
        keys.mappings(firm, installationId),
        keys.attributes(firm),
        keys.client(firm, row.clientId),
        ['clients', firm],
      ])
        void queryClient.invalidateQueries({ queryKey: key });
      onSaved(saved ?? row);
    },
  });
  useEffect(() => {
    if (attribute) form.current?.querySelector('input')?.select();
  }, [attribute]);
  if (!attribute) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isSaveable(attribute.kind, typed)) saving.mutate();
  };
  return (
    <form ref={form} className={styles.value} onSubmit={submit}>
      <AttributeInput
        attribute={attribute}
        clientId={row.clientId}
        typed={typed}
        error={saving.error && describeProblem(saving.error, language).sentence}
        onChange={(next) => {
          saving.reset();
          setTyped(next);
        }}
      />
      <Button type="submit" loading={saving.isPending} disabled={!isSaveable(attribute.kind, typed)}>
        {t('mapping.settle.save')}
      </Button>
    </form>
  );
}
