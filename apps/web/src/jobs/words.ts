export const jobWords = {
  fr: {
    progress: '{{done}} sur {{total}}',
    mayLeave: 'Vous pouvez quitter cette page : le travail continue.',
    underWay: 'En cours',
    stop: 'Arrêter',
    stopHelp: 'Ce qui est fait reste fait.',
  },
  en: {
    progress: '{{done}} of {{total}}',
    mayLeave: 'You may leave this page: the work goes on.',
    underWay: 'Under way',
    stop: 'Stop',
    stopHelp: 'What is done stays done.',
  },
};
