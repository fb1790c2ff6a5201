import {
  type BrokenConnectors,
  breakField,
  breakManifest,
  breakSession,
  httpExample,
} from './break-connector.ts';

const manifestWithList = breakManifest('keeps a list of dossiers that its manifest does not mention', () => ({
  listsDossiers: false,
}));

export const brokenManifests: BrokenConnectors = {
  'the manifest is complete: names, types, limits and rate': breakManifest('has no name', () => ({
    name: ' ',
  })),
  'silence counts as delivered after a time, if and only if the manifest says that silence is all there is':
    breakManifest('waits for silence from a partner that speaks', () => ({ silenceMs: 1_000 })),
  'every word is there in French, with its typography, and in English': breakManifest(
    'writes French with straight apostrophes',
    ({ summary }) => ({ summary: { ...summary, fr: "Un partenaire qui n'existe pas." } }),
  ),
  'fields that hold a secret are marked so, and have no default': breakField(
    'shows the secret in the form',
    'secret',
    { secret: false },
  ),
  'default addresses are complete, encrypted, and as they would be cleaned': breakField(
    'speaks in the clear by default',
    'address',
    { defaultValue: 'http://api.partner.example' },
  ),
  'fields that are learned can be left empty, and choices hold their default': breakField(
    'proposes a choice that does not exist',
    'user',
    {
      defaultValue: 'cabinet',
      choices: [{ value: 'autre', label: { fr: 'Un autre', en: 'Another' } }],
    },
  ),
  'the example of a client key matches its pattern, and so do the keys in use': breakManifest(
    'takes numbers only, and gives letters as an example',
    ({ clientKey }) => ({ clientKey: { ...clientKey, pattern: '\\d+' } }),
  ),
  'the session has the methods that the manifest says, and no others': manifestWithList,
  'a session that worked, failed and was closed leaves no handle': breakSession(
    'forgets a timer when it is closed',
    ({ deliver }) => ({
      deliver(request, signal) {
        forgotten.add(setTimeout(() => {}, 60_000));
        return deliver(request, signal);
      },
    }),
    httpExample,
  ),
  'closing twice is safe': breakSession('fails when it is closed again', ({ close }) => {
    let closings = 0;
    return {
      async close() {
        await close();
        // The case closes twice, and the suite once more.
        if (++closings === 2) throw new Error('already closed');
      },
    };
  }),
};

const forgotten = new Set<NodeJS.Timeout>();

/** Ends the timers that a broken connector forgot. */
export function clearForgotten(): void {
  for (const timer of forgotten) clearTimeout(timer);
  forgotten.clear();
}
