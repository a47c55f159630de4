export const PLACEHOLDER = 'Quoi de neuf ?';
export const REPLY_PLACEHOLDER = 'Postez votre réponse';
export const AUDIENCE = { label: 'Choisir l’audience', everyone: 'Tout le monde' };
export const UPLOAD = '/i/media/upload.json';
export const ACCEPT = 'image/jpeg,image/png,image/webp,image/gif,video/mp4,video/quicktime';

export const TIMELINE = [
  { id: '2081', who: 'hugo', when: '14 min', counts: [12, 4, 58], text: 'Grippe : les courbes du réseau Sentinelles montent plus tôt que l’an dernier. Pensez aux rappels pour les soignants de l’équipe.' },
  { id: '2080', who: 'revue', when: '1 h', counts: [3, 21, 96], text: 'Nouveau numéro : organiser les soins non programmés à quatre, retour d’expérience d’une maison de santé.', picture: true },
  { id: '2079', who: 'ines', when: '3 h', counts: [27, 2, 44], text: 'Quel logiciel pour tenir un planning de garde sans y passer ses dimanches ? Je prends toutes les idées. #doctoctoc' },
  { id: '2078', who: 'samir', when: '5 h', counts: [8, 15, 130], text: 'Merci aux infirmières de nuit. Voilà, c’est tout.' },
];

export const TRENDS = [
  ['Santé · Tendances', 'Vaccination', '4 812 posts'],
  ['Tendances en France', '#doctoctoc', '1 230 posts'],
  ['Sciences · Tendances', 'Journée du sommeil', '2 064 posts'],
];
