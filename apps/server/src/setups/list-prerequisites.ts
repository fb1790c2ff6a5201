import type { SetupPrerequisite } from '@navette/api';
import type { Manifest, Words } from '@navette/connector';
import type { AttributeKind } from '@navette/model';
import { sql } from 'kysely';
import { requireConnector } from '../applications/installations.ts';
import { type FirmTransaction, inFirm } from '../database/tenancy.ts';
import type { FirmCaller } from '../http/caller.ts';
import type { Platform } from '../platform.ts';
import { getSetup } from './load-setup.ts';

type Prerequisite = SetupPrerequisite;

/** What an application needs before one begins, checked where Navette can tell. @throws NavetteError `not_found` */
export async function listPrerequisites(
  platform: Platform,
  caller: FirmCaller,
  id: string,
): Promise<Prerequisite[]> {
  const { firmId } = caller;
  const { manifest, ofClients } = await inFirm(platform.database.app, firmId, async (trx) => {
    const { application } = await getSetup(platform, trx, caller, id);
    const { manifest } = requireConnector(platform, application);
    return { manifest, ofClients: await describeClientKeys(trx, firmId, manifest) };
  });
  return [
    line('role', 'done', {
      fr: 'Vous êtes administrateur du cabinet',
      en: 'You are an administrator of the firm',
    }),
    ...describeCredentials(platform, manifest),
    ...(manifest.prerequisites ?? []).map((label) => line('partner', 'unknown', label)),
    ...ofClients,
    ...(manifest.reach === 'mail' ? await describeSender(platform, firmId, manifest) : []),
  ];
}

/** What is typed in the second step. Navette cannot know whether the person has it at hand. */
function describeCredentials({ sessions }: Platform, { id, partner, fields }: Manifest): Prerequisite[] {
  const ofOperator = sessions.fieldsOfOperator(id);
  const asked = fields.filter(
    ({ name, required, defaultValue }) =>
      required && defaultValue === undefined && !ofOperator.includes(name),
  );
  if (asked.length === 0) return [];
  // Where a secret is found; what is to be known of the others stands beside their fields.
  const helped = asked.filter(({ help, secret }) => secret && help !== undefined);
  return [
    line(
      'credentials',
      'unknown',
      {
        fr: `Vos identifiants ${partner}\u00a0: ${asked.map(({ label }) => label.fr).join(', ')}`,
        en: `Your ${partner} credentials: ${asked.map(({ label }) => label.en).join(', ')}`,
      },
      helped.length === 0
        ? null
        : {
            fr: helped.map(({ label, help }) => `${label.fr} – ${help?.fr}`).join('\n'),
            en: helped.map(({ label, help }) => `${label.en} – ${help?.en}`).join('\n'),
          },
    ),
  ];
}

/** The attributes whose values may be the key of a client, by what the key is. */
const attributesOf: Readonly<Record<Manifest['clientKey']['kind'], readonly AttributeKind[]>> = {
  siret: ['siret'],
  siren: ['siren', 'siret'],
  code: ['code'],
  email: ['email'],
  apiKey: [],
};

const keyWords: Readonly<Record<AttributeKind, Words>> = {
  siret: { fr: 'un SIRET valide', en: 'a valid SIRET' },
  siren: { fr: 'un SIREN valide', en: 'a valid SIREN' },
  code: { fr: 'un code', en: 'a code' },
  email: { fr: 'une adresse e-mail', en: 'an e-mail address' },
  text: { fr: 'une valeur', en: 'a value' },
};

async function describeClientKeys(
  trx: FirmTransaction,
  firmId: string,
  { partner, clientKey }: Manifest,
): Promise<Prerequisite[]> {
  const kinds = attributesOf[clientKey.kind];
  const [kind] = kinds;
  if (kind === undefined) {
    const label = {
      fr: `Pour chaque dossier client\u00a0: ${clientKey.label.fr}`,
      en: `For each client: ${clientKey.label.en}`,
    };
    return [line('client_key', 'unknown', label, clientKey.help ?? null)];
  }
  const { total, count } = await countKeys(trx, firmId, kinds);
  const state = count === 0 ? 'missing' : count < total ? 'partly' : 'done';
  const words = keyWords[kind];
  const label = { fr: `Les dossiers clients ont ${words.fr}`, en: `Clients have ${words.en}` };
  const help = {
    fr: `C’est ce qui permet de retrouver chaque dossier chez ${partner}. Les autres se relient à la main, ou plus tard.`,
    en: `It is how each client is found at ${partner}. The others are connected by hand, or later.`,
  };
  return [{ ...line(kind, state, label, help), count, total }];
}

/** A value that is kept has passed its check, or somebody gave a reason. */
async function countKeys(trx: FirmTransaction, firmId: string, kinds: readonly AttributeKind[]) {
  const { rows } = await sql<{ total: number; count: number }>`
    select count(*) as total, count(*) filter (where exists (
      select 1 from attribute_values v join attributes a on a.firm_id = v.firm_id and a.id = v.attribute_id
      where v.firm_id = c.firm_id and v.client_id = c.id and a.kind = any(${sql.val([...kinds])}::text[]))) as count
    from clients c
    where c.firm_id = ${firmId} and c.archived_at is null and c.erased_at is null`.execute(trx);
  return rows[0] ?? { total: 0, count: 0 };
}

/** Mails need a server to leave by, and a partner that takes what comes from its sender. */
async function describeSender(
  platform: Platform,
  firmId: string,
  { partner }: Manifest,
): Promise<Prerequisite[]> {
  const route = await platform.mail.route(firmId);
  if (route === null)
    return [
      line(
        'mail',
        'missing',
        { fr: 'Un serveur d’envoi d’e-mails est réglé', en: 'A mail server is set up' },
        {
          fr: 'Aucun ne l’est. Réglez-le dans Paramètres, Messagerie.',
          en: 'There is none. Set it up in Settings, Mail.',
        },
      ),
    ];
  const { address } = route.server.from;
  return [
    line('mail', 'done', { fr: 'Un serveur d’envoi d’e-mails est réglé', en: 'A mail server is set up' }),
    line(
      'sender',
      'unknown',
      {
        fr: `L’expéditeur ${address} est autorisé chez ${partner}`,
        en: `The sender ${address} is authorised at ${partner}`,
      },
      {
        fr: 'À faire une fois, dans les réglages de la collecte. Ce qui vient d’un expéditeur inconnu peut y être ignoré sans un mot.',
        en: 'To be done once, in the settings of the collection. What comes from an unknown sender may be ignored there without a word.',
      },
    ),
  ];
}

function line(
  code: string,
  state: Prerequisite['state'],
  label: Words,
  help: Words | null = null,
): Prerequisite {
  return { code, state, label, help, count: null, total: null };
}
