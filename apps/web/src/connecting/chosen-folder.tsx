import type { Installation, Rule } from '@navette/api';
import { useTranslation } from 'react-i18next';
import { useFirmId } from '../api/firm.ts';
import { Card } from '../frame/card.tsx';
import page from '../frame/page.module.css';
import { useRulePreview } from '../rules/use-rule-preview.ts';
import { AlsoConnected } from './also-connected.tsx';
import type { FolderDraft } from './folder-draft.ts';
import { FolderEffect } from './folder-effect.tsx';

interface ChosenFolderProps {
  readonly installation: Installation;
  readonly rule: Rule;
  readonly draft: FolderDraft;
  readonly onChange: (draft: FolderDraft) => void;
}

/** A folder that exists, for those who may not change it: what it means, and the tick. */
export function ChosenFolder({ installation, rule, draft, onChange }: ChosenFolderProps) {
  const { t } = useTranslation();
  const place = { firm: useFirmId(), installation: installation.id };
  const { preview, isCurrent } = useRulePreview(place, draft);
  const help = `${t(`general.type.${rule.documentType}`)}${rule.withSubfolders ? ` · ${t('connecting.folder.subfolders')}` : ''}`;
  return (
    <Card title={rule.sourcePath} help={help}>
      <div className={page.body}>
        <FolderEffect effect={preview} isIdle={false} isStale={!isCurrent} />
        <AlsoConnected
          count={installation.connections}
          isForAll={rule.scope === 'all'}
          isOn={draft.alsoConnected}
          onChange={(alsoConnected) => onChange({ ...draft, alsoConnected })}
        />
      </div>
    </Card>
  );
}
