export { mailCertificate } from '@navette/testkit';
