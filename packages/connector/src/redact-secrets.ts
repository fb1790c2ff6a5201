const mask = '•••';

/** Shorter ones are masked nowhere: they would blacken ordinary words. */
const minSecretLength = 4;

/** Removes secrets from a text that a partner wrote, as they are and as they travel: percent-encoded, in JSON, in Base64. */
export function redactSecrets(text: string, secrets: readonly string[]): string {
  const shapes = secrets
    .filter((secret) => secret.length >= minSecretLength)
    .flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      new URLSearchParams([['', secret]]).toString().slice(1),
      JSON.stringify(secret).slice(1, -1),
      Buffer.from(secret).toString('base64'),
    ])
    .sort((one, other) => other.length - one.length);
  return shapes.reduce((masked, shape) => masked.replaceAll(shape, mask), text);
}
