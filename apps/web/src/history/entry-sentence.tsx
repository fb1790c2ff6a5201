import type { Version } from '@navette/api';
import { errorCatalogue, errorSentence, heldReasons, isErrorCode } from '@navette/model';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../language/language.ts';
import { Sentence, strong } from '../language/sentence.tsx';
import { typeset } from '../language/typeset.ts';
import { useFormat } from '../language/use-format.ts';
import { splitReason } from './split-reason.ts';
import styles from './time-line.module.css';
import type { TimeLineEntry } from './time-line.ts';

/** What happened, in one sentence: who or what in bold, paths and references as they are copied. */
export function EntrySentence({ entry, version }: { entry: TimeLineEntry; version: Version }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { kind, delivery, actor, details } = entry;
  const partner = strong(delivery?.partner ?? String(details.partner ?? ''));
  const isNamed = actor.kind === 'user' || actor.kind === 'api';
  const name = isNamed && actor.name ? strong(actor.name) : null;
  switch (kind) {
    case 'received':
      return <Arrival version={version} />;
    case 'matched':
      return (
        <>
          <Sentence>
            {details.isBackfill === true && name
              ? t('history.line.matchedBy', { name, partner })
              : t('history.line.matched', { partner })}
          </Sentence>{' '}
          <Path value={delivery?.rule ?? details.rule} />
        </>
      );
    case 'held': {
      if (details.why === 'new_version')
        return <Sentence>{t('history.line.heldVersion', { partner })}</Sentence>;
      const why = heldReasons.find((reason) => reason === (details.reason ?? delivery?.heldReason));
      return (
        <Sentence>
          {why
            ? t('history.line.heldWhy', { partner, why: t(`status.heldShort.${why}`) })
            : t('history.line.held', { partner })}
        </Sentence>
      );
    }
    case 'released':
      return (
        <Sentence>
          {name ? t('history.line.releasedBy', { name }) : t('history.line.released', { partner })}
        </Sentence>
      );
    case 'accepted':
    case 'delivered':
      return <Receipt entry={entry} partner={partner} />;
    case 'duplicate':
      return (
        <Sentence>
          {name ? t('history.line.duplicateBy', { name }) : t('history.line.duplicate', { partner })}
        </Sentence>
      );
    case 'retry_planned': {
      const { retryInMs } = details;
      if (typeof retryInMs !== 'number')
        return <Sentence>{t('history.line.retry_planned', { partner })}</Sentence>;
      const next = new Date(Date.parse(entry.at) + retryInMs).toISOString();
      return (
        <Sentence>{t('history.line.retryPlannedAt', { partner, time: format.shortTime(next) })}</Sentence>
      );
    }
    case 'undelivered':
      return <Failure entry={entry} partner={partner} />;
    case 'relaunched':
    case 'cancelled':
      return (
        <Sentence>
          {name ? t(`history.line.${kind}By`, { name, partner }) : t(`history.line.${kind}`, { partner })}
        </Sentence>
      );
    case 'archived':
    case 'brought_back':
    case 'moved':
      return (
        <>
          {t(`history.line.${kind}`)} <Path value={details.folder} />
        </>
      );
    case 'renamed':
      return (
        <Sentence>
          {t('history.line.renamed', {
            from: strong(String(details.from ?? '')),
            name: strong(String(details.name ?? '')),
          })}
        </Sentence>
      );
    case 'binned':
    case 'restored':
      return <Sentence>{name ? t(`history.line.${kind}By`, { name }) : t(`history.line.${kind}`)}</Sentence>;
    case 'version_restored':
      return (
        <Sentence>
          {t('history.line.version_restored', {
            name: strong(actor.name ?? ''),
            number: String(details.fromNumber ?? ''),
          })}
        </Sentence>
      );
    case 'attempt': {
      const isOpen = entry.attempts[0]?.outcome === null;
      return <Sentence>{t(`history.line.${isOpen ? 'attempting' : 'attempted'}`, { partner })}</Sentence>;
    }
    case 'nothing_to_send':
    case 'unknown': {
      const line = details.why === 'new_version' ? 'keptVersion' : kind;
      return <Sentence>{t(`history.line.${line}`, { partner })}</Sentence>;
    }
  }
}

/** The partner has it. Its reference is told once, with the attempt that brought it. */
function Receipt({
  entry: { kind, delivery, details, attempts },
  partner,
}: {
  entry: TimeLineEntry;
  partner: string;
}) {
  const { t } = useTranslation();
  const reference = attempts.length > 0 ? (details.partnerRef ?? delivery?.partnerRef) : null;
  if (kind === 'delivered' && delivery?.booked && !reference)
    return <Sentence>{t('history.line.booked', { partner })}</Sentence>;
  const line = kind === 'accepted' ? 'accepted' : 'delivered';
  return (
    <>
      <Sentence>{t(reference ? `history.line.${line}Ref` : `history.line.${line}`, { partner })}</Sentence>{' '}
      {reference && <span className="mono">{String(reference)}</span>}
    </>
  );
}

/** The reason stands in the note above while it is the present one; a past failure tells its own here. */
function Failure({
  entry: { delivery, details, attempts },
  partner,
}: {
  entry: TimeLineEntry;
  partner: string;
}) {
  const { t } = useTranslation();
  const language = useLanguage();
  const code = typeof details.code === 'string' && isErrorCode(details.code) ? details.code : null;
  if (delivery?.state === 'undelivered' || code === null) {
    const isHopeless = code !== null && !errorCatalogue[code].retry;
    // Limits that are known are checked before anything leaves: then the partner refused nothing.
    const line = isHopeless ? (attempts.length === 0 ? 'notSent' : 'refused') : 'undelivered';
    return <Sentence>{t(`history.line.${line}`, { partner })}</Sentence>;
  }
  const params = Object.fromEntries(Object.entries(details).map(([name, value]) => [name, String(value)]));
  const [what] = splitReason(errorSentence(code, language, { partner: delivery?.partner ?? '', ...params }));
  return (
    <>
      <Sentence>{t('history.line.undelivered', { partner })}</Sentence>{' '}
      <span className={styles.reason}>{language === 'fr' ? typeset(what) : what}</span>
    </>
  );
}

function Arrival({ version: { origin } }: { version: Version }) {
  const { t } = useTranslation();
  const name = strong(origin.name);
  const { detail } = origin;
  if (origin.kind === 'user') return <Sentence>{t('history.line.receivedUser', { name })}</Sentence>;
  if (origin.kind === 'api') return <Sentence>{t('history.line.receivedApi', { name })}</Sentence>;
  return (
    <Sentence>
      {detail
        ? t('history.line.receivedAgentFrom', { name, detail })
        : t('history.line.receivedAgent', { name })}
    </Sentence>
  );
}

function Path({ value }: { value: string | number | boolean | null | undefined }) {
  if (value === null || value === undefined || value === '') return null;
  return <span className={styles.path}>{String(value)}</span>;
}
