import { describeFacts } from '../../testing/describe-facts.ts';
import { createAcdClient } from './testing/acd-client.ts';
import { authenticationFacts } from './testing/authentication-facts.ts';
import { basketFacts } from './testing/basket-facts.ts';

describeFacts('ACD', [...authenticationFacts, ...basketFacts], ({ sandbox, clock }, distort) => ({
  acd: createAcdClient(sandbox.url, distort),
  clock,
}));
