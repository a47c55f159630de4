// Plain line icons, drawn for these pages.
const PATHS = {
  home: 'M4 11 12 4l8 7v9h-5v-6H9v6H4z',
  search: 'M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5 20 20',
  bell: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 20h4',
  mail: 'M3.5 6h17v12h-17zM3.5 7l8.5 6 8.5-6',
  bookmark: 'M6 4h12v16l-6-4.5L6 20z',
  person: 'M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20c.6-4 3.6-6 7.5-6s6.9 2 7.5 6',
  more: 'M5.5 12h.01M12 12h.01M18.5 12h.01',
  photo: 'M4 5h16v14H4zM4 16l5-5 4 4 3-2.5 4 3.5M15.5 9h.01',
  folder: 'M3.5 6h6l2 2.5h9V18.5h-17z',
  smile: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM9 10h.01M15 10h.01M8.5 14c1.8 2.6 5.2 2.6 7 0',
  calendar: 'M4 6h16v14H4zM4 10.5h16M8.5 3.5v4M15.5 3.5v4',
  plus: 'M12 6v12M6 12h12',
  close: 'M6 6l12 12M18 6 6 18',
  back: 'M20 12H5M11 6l-6 6 6 6',
  reply: 'M4 5h16v11h-8l-5 4v-4H4z',
  repeat: 'M7 5v11h9M4 8l3-3 3 3M17 19V8H8M20 16l-3 3-3-3',
  heart: 'M12 19.5C5 15 4 11.5 4 9.3A4 4 0 0 1 12 8a4 4 0 0 1 8 1.3c0 2.2-1 5.7-8 10.2z',
  chart: 'M5 20v-8M12 20V4M19 20v-5',
  thumb: 'M7 11v8H4v-8zM7 11l4-7c2 0 2.5 1.5 2 3l-.8 3H19l-1.5 9H7z',
  share: 'M13 5l7 6-7 6v-4c-5 0-7.5 2-9 5 .2-5 3-9 9-9z',
  people: 'M9 5a3 3 0 1 1 0 6 3 3 0 0 1 0-6zM3 19c.4-4 2.8-5.5 6-5.5s5.6 1.5 6 5.5M16 5.5a2.8 2.8 0 0 1 0 5.4M17.5 13.7c2 .6 3.3 2.2 3.5 5.3',
  clock: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM12 8v4.5l3 2',
  flag: 'M6 20V5h11l-2.5 4L17 13H6',
  camera: 'M3.5 8h4l1.5-2.5h6L16.5 8h4v11h-17zM12 10a3.2 3.2 0 1 1 0 6.5 3.2 3.2 0 0 1 0-6.5z',
  send: 'M4 12 20 4l-4 16-4.5-6z',
  globe: 'M12 4a8 8 0 1 1 0 16 8 8 0 0 1 0-16zM4 12h16M12 4c-5 5-5 11 0 16M12 4c5 5 5 11 0 16',
  pin: 'M12 20.5c-4-4.5-6-7.5-6-10.5a6 6 0 0 1 12 0c0 3-2 6-6 10.5zM12 10h.01',
  list: 'M4 6h16M4 12h16M4 18h10',
};

export function Icon({ name, size = 22 }) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.8"
      strokeLinecap="round" strokeLinejoin="round" aria-hidden="true">
      <path d={PATHS[name]} />
    </svg>
  );
}
