import { describeFacts } from '../../testing/describe-facts.ts';
import { createCegidClient } from './testing/cegid-client.ts';
import { cegidFacts } from './testing/cegid-facts.ts';

describeFacts('Cegid Loop', cegidFacts, ({ sandbox }, distort) => ({
  cegid: createCegidClient(sandbox.url, distort),
}));
