export const jobWords = {
  fr: {
    progress: '{{done}} sur {{total}}',
    mayLeave: 'Vous pouvez quitter cette page : le travail continue.',
    stop: 'Arrêter',
    stopHelp: 'Ce qui est fait reste fait.',
  },
  en: {
    progress: '{{done}} of {{total}}',
    mayLeave: 'You may leave this page: the work goes on.',
    stop: 'Stop',
    stopHelp: 'What is done stays done.',
  },
};
