export const resourceWords = {
  fr: {
    title: 'Ressources',
    lead: 'Ce qu’il faut pour relier un poste à votre espace.',
    webService: 'Service web',
    webServiceHelp:
      'Le connecteur HotFolder demande ces deux valeurs à sa mise en route, avec votre e-mail et votre mot de passe.',
    address: 'Adresse du service web',
    identifier: 'Identifiant de service web',
    copy: 'Copier',
    copied: 'Copié',
    agents: 'Postes appairés',
    noAgents:
      'Aucun poste appairé. Lancez le connecteur HotFolder sur un poste, avec les deux valeurs ci-dessus.',
    columns: {
      name: 'Poste',
      user: 'Appairé par',
      version: 'Version',
      contact: 'Dernier contact',
      hotFolders: 'Répertoires de dépôt',
      waiting: 'En attente',
      refused: 'Refusés',
    },
    never: 'Jamais',
    revoke: 'Révoquer',
    revokeNamed: 'Révoquer {{name}}',
    revokeTitle: 'Révoquer « {{name}} » ?',
    revokeText:
      'Ce poste ne pourra plus rien envoyer. Ses fichiers restent chez lui ; pour le reprendre, il faudra l’appairer de nouveau.',
    revoked: '« {{name}} » est révoqué.',
  },
  en: {
    title: 'Resources',
    lead: 'What a computer needs to be linked to your space.',
    webService: 'Web service',
    webServiceHelp:
      'The HotFolder connector asks for these two values at its first start, with your e-mail and password.',
    address: 'Web-service address',
    identifier: 'Web-service identifier',
    copy: 'Copy',
    copied: 'Copied',
    agents: 'Paired computers',
    noAgents:
      'No computer is paired. Start the HotFolder connector on a computer, with the two values above.',
    columns: {
      name: 'Computer',
      user: 'Paired by',
      version: 'Version',
      contact: 'Last contact',
      hotFolders: 'Deposit directories',
      waiting: 'Waiting',
      refused: 'Refused',
    },
    never: 'Never',
    revoke: 'Revoke',
    revokeNamed: 'Revoke {{name}}',
    revokeTitle: 'Revoke “{{name}}”?',
    revokeText:
      'This computer can send nothing any more. Its files stay where they are; to use it again it must be paired again.',
    revoked: '“{{name}}” is revoked.',
  },
};
