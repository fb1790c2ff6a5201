import { MantineProvider, mergeThemeOverrides } from '@mantine/core';
import { type ReactNode, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { resolveSurfaces } from './surfaces.ts';
import { theme } from './theme.ts';

/** The visual language around the pages. What a library's part says by itself, it says in the language of the pages. */
export function Themed({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const close = t('general.close');
  const spoken = useMemo(
    () =>
      mergeThemeOverrides(theme, {
        components: { Notification: { defaultProps: { closeButtonProps: { 'aria-label': close } } } },
      }),
    [close],
  );
  return (
    <MantineProvider theme={spoken} cssVariablesResolver={resolveSurfaces} defaultColorScheme="auto">
      {children}
    </MantineProvider>
  );
}
