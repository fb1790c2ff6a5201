import { Textarea, TextInput } from '@mantine/core';
import type { Attribute, Client } from '@navette/api';
import { normaliseValue } from '@navette/model';
import { IconCircleCheck, IconCopy } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { useLanguage } from '../language/language.ts';
import styles from './attribute-input.module.css';
import {
  digitsWanted,
  mayBeVouchedFor,
  problemSentence,
  type TypedValue,
  typingProblem,
} from './typed-value.ts';
import { useSameValue } from './use-same-value.ts';

interface AttributeInputProps {
  readonly attribute: Attribute;
  readonly typed: TypedValue;
  readonly onChange: (typed: TypedValue) => void;
  /** What the server said against it. */
  readonly error?: ReactNode;
  /** The client that is being changed, which of course has its own value. */
  readonly clientId?: string | undefined;
  /** Where the label stands elsewhere. */
  readonly isLabelHidden?: boolean;
  /** For a value that goes to many clients at once. */
  readonly canBeVouchedFor?: boolean;
}

/** The field of an attribute: checked while one types, with the reason for what the check refuses, and who else has it. */
export function AttributeInput(props: AttributeInputProps) {
  const {
    attribute,
    typed,
    onChange,
    error,
    clientId,
    isLabelHidden = false,
    canBeVouchedFor = true,
  } = props;
  const { t } = useTranslation();
  const language = useLanguage();
  const [isLeft, setLeft] = useState(false);
  const { kind, label } = attribute;
  const wanted = digitsWanted(kind);
  const digits = normaliseValue(kind, typed.value).length;
  const problem = typingProblem(kind, typed.value);
  const others = useSameValue(attribute, typed.value, clientId);
  // A number lacks digits, and an address its end, until one is through with it.
  const isTyping = !isLeft && (problem === 'unfinished' || problem === 'not_an_email');
  const isChecked = typed.value.trim() !== '' && problem === null && (wanted !== null || kind === 'email');
  const said =
    isTyping || problem === null
      ? null
      : problem === 'unfinished'
        ? t('attributes.missingDigits', { count: (wanted ?? 0) - digits })
        : problemSentence(kind, problem, typed.value, language);
  return (
    <div className={styles.field}>
      <TextInput
        {...(isLabelHidden ? { 'aria-label': label } : { label })}
        description={isTyping && wanted ? t('attributes.digits', { count: digits, wanted }) : undefined}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        inputMode={wanted === null ? (kind === 'email' ? 'email' : 'text') : 'numeric'}
        autoComplete="off"
        spellCheck={false}
        maxLength={500}
        value={typed.value}
        error={error ?? said}
        rightSection={
          isChecked ? (
            <IconCircleCheck size={16} color="var(--ok)" aria-label={t('attributes.checked')} />
          ) : null
        }
        onBlur={() => setLeft(true)}
        onChange={(event) => {
          setLeft(false);
          onChange({ value: event.currentTarget.value, overrideReason: '' });
        }}
      />
      {others.length > 0 && !(error && attribute.isUnique) && (
        <SameValue attribute={attribute} others={others} />
      )}
      {canBeVouchedFor && mayBeVouchedFor(problem) && (
        <Textarea
          label={t('attributes.override')}
          description={t('attributes.overrideHelp')}
          autosize
          minRows={1}
          maxLength={500}
          value={typed.overrideReason}
          onChange={(event) => onChange({ ...typed, overrideReason: event.currentTarget.value })}
        />
      )}
    </div>
  );
}

function SameValue({ attribute, others }: { attribute: Attribute; others: readonly Client[] }) {
  const { t } = useTranslation();
  const firm = useFirmId();
  return (
    <p className={styles.same} data-refused={attribute.isUnique} role="status">
      <IconCopy size={14} aria-hidden />
      <span>
        {attribute.isUnique
          ? t('attributes.taken')
          : attribute.kind === 'siret'
            ? t('attributes.sameSiret')
            : t('attributes.sameValue', { label: attribute.label })}{' '}
        {others.map(({ id, name }, index) => (
          <span key={id}>
            {index > 0 && ', '}
            <Link to="/cabinets/$firm/dossiers/$client" params={{ firm, client: id }} target="_blank">
              {name}
            </Link>
          </span>
        ))}
        .
      </span>
    </p>
  );
}
