import type { Application } from '@navette/api';
import type { Manifest } from '@navette/connector';
import { exampleNameValues, nameTemplateWarnings, previewName } from '@navette/model';
import { normaliseTemplate } from './normalise-value.ts';

type Type = Application['types'][number]['type'];

/**
 * What a name template gives, with an example of each type that the application takes. Pure.
 * @throws NavetteError `name_template_invalid`
 */
export function previewNames(manifest: Manifest, given: string) {
  const template = normaliseTemplate(given, 'template');
  const examples = manifest.types.map(({ type, partnerValue }): { type: Type; path: string } => ({
    type,
    path: previewName(template, { ...exampleNameValues, type: partnerValue }).path,
  }));
  const { warnings } = previewName(template);
  return { template, examples, warnings: warnings.map((warning) => nameTemplateWarnings[warning]) };
}
