import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';

const iterations = 4_096;

/**
 * What PostgreSQL stores for a password (SCRAM-SHA-256, RFC 5803). Sent in its place, so that no password passes through a
 * statement, where a server's log could keep it. The salt derives from the password: the same one gives the same text.
 */
export function scramVerifier(password: string): string {
  const salt = createHmac('sha256', password).update('navette scram salt').digest().subarray(0, 16);
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  const storedKey = createHash('sha256').update(clientKey).digest('base64');
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}
