import { config } from 'zod';

// The content policy refuses evaluated code; zod would try it once and leave an alarm in the browser's console.
config({ jitless: true });
