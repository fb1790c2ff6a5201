import { describeFacts } from '../../testing/describe-facts.ts';
import { errorFacts } from './testing/error-facts.ts';
import { invoiceFacts } from './testing/invoice-facts.ts';
import { keyFacts } from './testing/key-facts.ts';
import { limitFacts } from './testing/limit-facts.ts';
import { createMyUnisoftClient } from './testing/myunisoft-client.ts';
import { societyFacts } from './testing/society-facts.ts';
import { variousFacts } from './testing/various-facts.ts';

describeFacts(
  'MyUnisoft',
  [...keyFacts, ...societyFacts, ...invoiceFacts, ...variousFacts, ...limitFacts, ...errorFacts],
  ({ sandbox, clock }, distort) => ({ myunisoft: createMyUnisoftClient(sandbox.url, distort), clock }),
);
