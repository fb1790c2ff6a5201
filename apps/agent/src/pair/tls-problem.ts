import { errorCode } from '../files/error-code.ts';

const sentences: Readonly<Record<string, { readonly fr: string; readonly en: string }>> = {
  CERT_HAS_EXPIRED: {
    fr: 'il a expiré, ou l’horloge de ce poste est fausse',
    en: 'it has expired, or this computer’s clock is wrong',
  },
  CERT_NOT_YET_VALID: {
    fr: 'il n’est pas encore valable, ou l’horloge de ce poste est fausse',
    en: 'it is not valid yet, or this computer’s clock is wrong',
  },
  DEPTH_ZERO_SELF_SIGNED_CERT: { fr: 'il est signé par lui-même', en: 'it is self-signed' },
  SELF_SIGNED_CERT_IN_CHAIN: {
    fr: 'il vient d’une autorité que ce poste ne connaît pas',
    en: 'it comes from an authority that this computer does not know',
  },
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: {
    fr: 'il vient d’une autorité inconnue, ou le serveur n’envoie pas les certificats intermédiaires',
    en: 'it comes from an unknown authority, or the server does not send the intermediate certificates',
  },
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: {
    fr: 'il vient d’une autorité que ce poste ne connaît pas',
    en: 'it comes from an authority that this computer does not know',
  },
  ERR_TLS_CERT_ALTNAME_INVALID: { fr: 'il est fait pour un autre nom', en: 'it is made for another name' },
  CERT_REVOKED: { fr: 'il a été révoqué', en: 'it was revoked' },
  ERR_SSL_WRONG_VERSION_NUMBER: {
    fr: 'ce serveur ne répond pas en HTTPS à cette adresse (si c’est voulu, écrivez http://)',
    en: 'this server does not answer in HTTPS at this address (if that is intended, write http://)',
  },
  ERR_SSL_PACKET_LENGTH_TOO_LONG: {
    fr: 'ce serveur ne répond pas en HTTPS à cette adresse (si c’est voulu, écrivez http://)',
    en: 'this server does not answer in HTTPS at this address (if that is intended, write http://)',
  },
};

/** What is wrong with a secure connection, in words; `null` when the error is about something else. */
export function describeTlsProblem(error: Error, language: 'fr' | 'en'): string | null {
  const code = errorCode(error);
  const known = sentences[code];
  if (known !== undefined) return known[language];
  const isTls = /^(?:CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED|HOSTNAME_MISMATCH|EPROTO$)/.test(code);
  return isTls ? code : null;
}
