import { accountWords } from '../account/words.ts';
import { applicationWords } from '../applications/words.ts';
import { attributeWords } from '../attributes/words.ts';
import { auditWords } from '../audit/words.ts';
import { importWords } from '../client-import/words.ts';
import { clientWords } from '../clients/words.ts';
import { connectingWords } from '../connecting/words.ts';
import { deliveryWords } from '../deliveries/words.ts';
import { documentWords } from '../documents/words.ts';
import { frameWords } from '../frame/words.ts';
import { historyWords } from '../history/words.ts';
import { installationWords } from '../installation/words.ts';
import { jobWords } from '../jobs/words.ts';
import { mappingWords } from '../mapping/words.ts';
import { peopleWords } from '../people/words.ts';
import { previewWords } from '../preview/words.ts';
import { resourceWords } from '../resources/words.ts';
import { ruleWords } from '../rules/words.ts';
import { settingsWords } from '../settings/words.ts';
import { setupWords } from '../setups/words.ts';
import { signInWords } from '../sign-in/words.ts';
import { statusWords } from '../status/words.ts';
import { tableWords } from '../table/words.ts';
import { uploadWords } from '../uploads/words.ts';
import { generalWords } from './general-words.ts';
import { typesetAll } from './typeset.ts';

/** Every word of the interface, French beside English: each slice holds its own. `{{name}}` is a value. */
export const words = {
  fr: typesetAll({
    general: generalWords.fr,
    frame: frameWords.fr,
    signIn: signInWords.fr,
    account: accountWords.fr,
    applications: applicationWords.fr,
    attributes: attributeWords.fr,
    jobs: jobWords.fr,
    mapping: mappingWords.fr,
    imports: importWords.fr,
    clients: clientWords.fr,
    connecting: connectingWords.fr,
    documents: documentWords.fr,
    history: historyWords.fr,
    status: statusWords.fr,
    table: tableWords.fr,
    uploads: uploadWords.fr,
    deliveries: deliveryWords.fr,
    preview: previewWords.fr,
    resources: resourceWords.fr,
    people: peopleWords.fr,
    rules: ruleWords.fr,
    installation: installationWords.fr,
    settings: settingsWords.fr,
    setups: setupWords.fr,
    audit: auditWords.fr,
  }),
  en: {
    general: generalWords.en,
    frame: frameWords.en,
    signIn: signInWords.en,
    account: accountWords.en,
    applications: applicationWords.en,
    attributes: attributeWords.en,
    jobs: jobWords.en,
    mapping: mappingWords.en,
    imports: importWords.en,
    clients: clientWords.en,
    connecting: connectingWords.en,
    documents: documentWords.en,
    history: historyWords.en,
    status: statusWords.en,
    table: tableWords.en,
    uploads: uploadWords.en,
    deliveries: deliveryWords.en,
    preview: previewWords.en,
    resources: resourceWords.en,
    people: peopleWords.en,
    rules: ruleWords.en,
    installation: installationWords.en,
    settings: settingsWords.en,
    setups: setupWords.en,
    audit: auditWords.en,
  },
};
