import { Button, createTheme, Input, type MantineColorsTuple, rem } from '@mantine/core';

/** The visual language. Each tuple runs from its tint to its darkest ink; `surfaces.ts` holds pages, text and lines. */
const encre: MantineColorsTuple = [
  '#EDF6F8',
  '#E3F0F3',
  '#B4D6DE',
  '#8CC3D0',
  '#6CC3D5',
  '#3A93A7',
  '#1D7489',
  '#0E5F73',
  '#0A4B5B',
  '#0C2A33',
];
const ambre: MantineColorsTuple = [
  '#FFF8F0',
  '#FFF2E3',
  '#F6CE9F',
  '#F6AC62',
  '#F08A24',
  '#E37711',
  '#D66300',
  '#9C4204',
  '#7A3403',
  '#33220F',
];
const vert: MantineColorsTuple = [
  '#F2F9F4',
  '#E5F3EA',
  '#B5DBC3',
  '#94D1AB',
  '#74C793',
  '#4B9A69',
  '#33804F',
  '#256B3F',
  '#1A4F2E',
  '#132D1E',
];
const rouge: MantineColorsTuple = [
  '#FEF6F5',
  '#FCECEA',
  '#F0BEB9',
  '#F3A79F',
  '#F3938A',
  '#D9544A',
  '#C5362B',
  '#AE2319',
  '#851A12',
  '#2E1715',
];
const violet: MantineColorsTuple = [
  '#F8F5FC',
  '#F1ECF9',
  '#D5C6EC',
  '#CBB7EC',
  '#C0A8EC',
  '#8F70C4',
  '#7757AE',
  '#624399',
  '#4A3A6C',
  '#261D38',
];
/** Mantine's own greys, so that its floating surfaces and disabled controls stay in the palette. */
const gray: MantineColorsTuple = [
  '#F8FAFA',
  '#F1F6F7',
  '#E2E9EA',
  '#C8D3D6',
  '#C8D3D6',
  '#7E9298',
  '#576A71',
  '#43575D',
  '#2A3F46',
  '#12262C',
];
const dark: MantineColorsTuple = [
  '#E4EDEF',
  '#AABBC0',
  '#8DA0A6',
  '#6D858C',
  '#36494F',
  '#1A2A2F',
  '#121D20',
  '#0B1315',
  '#091013',
  '#060A0B',
];

export const theme = createTheme({
  colors: { encre, ambre, vert, rouge, violet, gray, dark },
  primaryColor: 'encre',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  black: '#12262C',
  fontFamily: '"IBM Plex Sans","Segoe UI",system-ui,sans-serif',
  fontFamilyMonospace: '"IBM Plex Mono",ui-monospace,Consolas,monospace',
  fontSizes: { xs: rem(12), sm: rem(13), md: rem(14), lg: rem(15), xl: rem(20) },
  lineHeights: { xs: '1.33', sm: '1.39', md: '1.43' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: rem(20), lineHeight: '28px' },
      h2: { fontSize: rem(15), lineHeight: '22px' },
      h3: { fontSize: rem(13), lineHeight: '18px' },
    },
  },
  spacing: { xs: rem(4), sm: rem(8), md: rem(12), lg: rem(16), xl: rem(24) },
  radius: { sm: rem(4), md: rem(6), lg: rem(10) },
  defaultRadius: 'md',
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: Button.extend({
      defaultProps: { size: 'xs', variant: 'default' },
      vars: () => ({ root: { '--button-height': 'var(--control-height)', '--button-fz': rem(13) } }),
    }),
    ActionIcon: { defaultProps: { size: 28, variant: 'subtle', color: 'gray' } },
    Input: Input.extend({
      defaultProps: { size: 'xs' },
      vars: () => ({
        wrapper: {
          '--input-height': 'var(--control-height)',
          '--input-size': 'var(--control-height)',
          '--input-fz': rem(13),
        },
      }),
    }),
    TextInput: { defaultProps: { size: 'xs' } },
    PasswordInput: { defaultProps: { size: 'xs' } },
    Textarea: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs', checkIconPosition: 'right' } },
    Badge: { defaultProps: { variant: 'light', radius: 'sm', tt: 'none', fw: 500 } },
    Card: { defaultProps: { withBorder: true, radius: 'lg', padding: 'lg' } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: false, multiline: true, maw: 320 } },
    Tabs: { defaultProps: { keepMounted: false } },
    Modal: {
      defaultProps: {
        radius: 'lg',
        centered: true,
        overlayProps: { backgroundOpacity: 0.45 },
        // A header inside a dialog would count as a second banner of the page.
        attributes: { header: { role: 'presentation' } },
      },
    },
    Menu: { defaultProps: { radius: 'lg', shadow: 'md', transitionProps: { duration: 120 } } },
  },
});
