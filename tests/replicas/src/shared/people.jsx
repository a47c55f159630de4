// The fictitious people of both pages, and their avatars: initials on a quiet gradient.
export const PEOPLE = {
  claire: { name: 'Claire Morvan', handle: 'dr_cmorvan', hue: 205 },
  hugo: { name: 'Hugo Delcourt', handle: 'hdelcourt_mg', hue: 150 },
  ines: { name: 'Inès Valade', handle: 'ines_valade', hue: 285 },
  samir: { name: 'Samir Kaddour', handle: 'samir_urg', hue: 25 },
  pauline: { name: 'Pauline Rivoire', handle: 'p_rivoire', hue: 340 },
  revue: { name: 'La Revue du cabinet', handle: 'revuecabinet', hue: 55 },
};

export function Avatar({ who, size = 40 }) {
  const { name, hue } = PEOPLE[who];
  const initials = name.split(' ').slice(0, 2).map((word) => word[0]).join('');
  return (
    <svg width={size} height={size} viewBox="0 0 40 40" role="img" aria-label={name} style={{ flex: 'none', display: 'block' }}>
      <defs>
        <linearGradient id={`sky-${who}`} x1="0" y1="0" x2="1" y2="1">
          <stop offset="0" stopColor={`hsl(${hue} 62% 62%)`} />
          <stop offset="1" stopColor={`hsl(${hue + 30} 52% 42%)`} />
        </linearGradient>
      </defs>
      <circle cx="20" cy="20" r="20" fill={`url(#sky-${who})`} />
      <text x="20" y="25.5" fontSize="15" fontWeight="600" fill="#fff" textAnchor="middle">{initials}</text>
    </svg>
  );
}

/** A drawn landscape, for the posts that carry a picture. */
export function Landscape({ height = 280 }) {
  return (
    <svg viewBox="0 0 600 300" width="100%" height={height} preserveAspectRatio="xMidYMid slice" style={{ display: 'block' }} aria-hidden="true">
      <defs>
        <linearGradient id="dawn" x1="0" y1="0" x2="0" y2="1">
          <stop offset="0" stopColor="#9cc7e8" /><stop offset="0.65" stopColor="#fbe0c3" /><stop offset="1" stopColor="#f6c9a8" />
        </linearGradient>
      </defs>
      <rect width="600" height="300" fill="url(#dawn)" />
      <circle cx="430" cy="150" r="34" fill="#fff4dc" />
      <path d="M0 210 110 130 210 195 330 105 470 205 600 140V300H0z" fill="#7d9db5" />
      <path d="M0 240 150 185 290 235 430 180 600 240V300H0z" fill="#567a86" />
      <path d="M0 270 200 235 380 268 600 228V300H0z" fill="#35565c" />
    </svg>
  );
}
