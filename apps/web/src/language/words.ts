import { clientWords } from '../clients/words.ts';
import { deliveryWords } from '../deliveries/words.ts';
import { documentWords } from '../documents/words.ts';
import { frameWords } from '../frame/words.ts';
import { historyWords } from '../history/words.ts';
import { resourceWords } from '../resources/words.ts';
import { signInWords } from '../sign-in/words.ts';
import { statusWords } from '../status/words.ts';
import { uploadWords } from '../uploads/words.ts';
import { generalWords } from './general-words.ts';
import { typesetAll } from './typeset.ts';

/** Every word of the interface, French beside English: each slice holds its own. `{{name}}` is a value. */
export const words = {
  fr: typesetAll({
    general: generalWords.fr,
    frame: frameWords.fr,
    signIn: signInWords.fr,
    clients: clientWords.fr,
    documents: documentWords.fr,
    history: historyWords.fr,
    status: statusWords.fr,
    uploads: uploadWords.fr,
    deliveries: deliveryWords.fr,
    resources: resourceWords.fr,
  }),
  en: {
    general: generalWords.en,
    frame: frameWords.en,
    signIn: signInWords.en,
    clients: clientWords.en,
    documents: documentWords.en,
    history: historyWords.en,
    status: statusWords.en,
    uploads: uploadWords.en,
    deliveries: deliveryWords.en,
    resources: resourceWords.en,
  },
};
