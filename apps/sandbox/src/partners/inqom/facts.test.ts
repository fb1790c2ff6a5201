import { describeFacts } from '../../testing/describe-facts.ts';
import { afterFacts } from './testing/after-facts.ts';
import { dossierFacts } from './testing/dossier-facts.ts';
import { createInqomClient } from './testing/inqom-client.ts';
import { pushFacts } from './testing/push-facts.ts';
import { signInFacts } from './testing/sign-in-facts.ts';

describeFacts(
  'Inqom',
  [...signInFacts, ...dossierFacts, ...pushFacts, ...afterFacts],
  ({ sandbox, clock }, distort) => ({ inqom: createInqomClient(sandbox.url, distort), clock }),
);
