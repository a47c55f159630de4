// Labels follow the language of the account (?locale=de_DE for German); nothing may rely on them.
import { parameter } from '../shared/site.js';

export const UPLOAD = '/ajax/react_composer/attachments/photo/upload';
export const ACCEPT_POST = 'image/*,image/heif,image/heic,video/*,video/mp4,video/x-m4v,video/x-matroska,.mkv';
export const ACCEPT_COMMENT = 'video/*,video/x-m4v,video/webm,image/*';

const FRENCH = {
  lang: 'fr', mind: 'Quoi de neuf, Claire ?', create: 'Créer une publication', post: 'Publier', media: 'Photo/vidéo',
  attached: 'Média joint', add: 'Ajouter à votre publication', device: 'Depuis l’appareil', close: 'Fermer', live: 'Vidéo en direct',
  feeling: 'Humeur/activité', audience: 'Public', privacy: 'Modifier la confidentialité. Partage avec Public.', members: 'membres', comment: 'Commenter', commentAs: 'Commenter en tant que Claire Morvan',
  replyTo: 'Répondre à', like: 'J’aime', reply: 'Répondre', share: 'Partager', remove: 'Supprimer', now: 'À l’instant',
  attach: 'Joindre une photo ou une vidéo', search: 'Rechercher', contacts: 'Contacts', comments: 'commentaires',
  send: 'Appuyez sur Entrée pour envoyer', story: 'Votre story', type: 'Commencez à écrire', background: 'Arrière-plan', discard: 'Annuler',
  shareStory: 'Partager dans la story', description: 'Description', message: 'Message',
};
const GERMAN = {
  ...FRENCH, lang: 'de', mind: 'Was machst du gerade, Claire?', create: 'Beitrag erstellen', post: 'Posten', media: 'Foto/Video',
  attached: 'Angehängte Medien', add: 'Zu deinem Beitrag hinzufügen', device: 'Vom Gerät', close: 'Schließen', live: 'Live-Video',
  feeling: 'Gefühl/Aktivität', audience: 'Öffentlich', privacy: 'Privatsphäre bearbeiten. Geteilt mit: Öffentlich.', members: 'Mitglieder', comment: 'Kommentieren', commentAs: 'Als Claire Morvan kommentieren',
  replyTo: 'Antwort an', like: 'Gefällt mir', reply: 'Antworten', share: 'Teilen', remove: 'Entfernen', now: 'Gerade eben',
  attach: 'Foto oder Video anhängen', search: 'Suchen', contacts: 'Kontakte', comments: 'Kommentare',
};
export const WORDS = parameter('locale', 'fr_FR') === 'de_DE' ? GERMAN : FRENCH;

export const SHORTCUTS = [['people', 'Ami(e)s'], ['clock', 'Souvenirs'], ['bookmark', 'Enregistrements'], ['flag', 'Pages'],
  ['calendar', 'Évènements']];

export const GROUPS = { 'entraide-generalistes': { name: 'Entraide entre généralistes', members: '11\u202f000' } };

export const FEED = [
  { id: 'a', who: 'pauline', group: 'entraide-generalistes', when: '2 h', likes: 34,
    text: 'Retour d’expérience : nous avons mis en place un créneau d’urgence partagé entre trois cabinets. La salle d’attente respire, les secrétaires aussi.',
    comments: [{ id: 'a1', who: 'samir', when: '1 h', text: 'Très intéressant, comment répartissez-vous les semaines ?' }] },
  { id: 'b', who: 'revue', when: '5 h', likes: 120, picture: true,
    text: 'Les congrès du printemps : notre sélection pour se former sans courir.', comments: [] },
];
