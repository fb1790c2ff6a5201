/** An SMTP server that refuses every password, and repeats it. */
import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { createInterface } from 'node:readline';

export interface RepeatingSmtp extends AsyncDisposable {
  /** `smtp://127.0.0.1:<port>` */
  readonly url: string;
}

export async function startRepeatingSmtp(): Promise<RepeatingSmtp> {
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket)).on('error', () => {});
    socket.write('220 repete.example ESMTP\r\n');
    createInterface({ input: socket }).on('line', (line) => socket.write(answerTo(line)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

function answerTo(line: string): string {
  if (/^EHLO/i.test(line)) return '250-repete.example\r\n250 AUTH PLAIN\r\n';
  if (/^QUIT/i.test(line)) return '221 2.0.0 Au revoir\r\n';
  const token = /^AUTH PLAIN (\S+)/i.exec(line)?.[1];
  if (token === undefined) return '502 5.5.1 Commande inconnue\r\n';
  const password = Buffer.from(token, 'base64').toString().split('\0').at(-1);
  return `535 5.7.8 Refus avec ${password} (${token})\r\n`;
}
