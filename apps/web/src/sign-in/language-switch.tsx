import { chooseLanguage, useLanguage } from '../language/language.ts';
import styles from './entrance.module.css';

const languages = [
  ['fr', 'Français'],
  ['en', 'English'],
] as const;

export function LanguageSwitch() {
  const current = useLanguage();
  return (
    <div className={styles.language}>
      {languages.map(([language, name]) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={language === current}
          onClick={() => void chooseLanguage(language)}
        >
          {name}
        </button>
      ))}
    </div>
  );
}
