// A composer: one part or a thread of them, one tool bar, one Post button for all.
import { useRef, useState } from 'react';
import { Pressable, Text } from 'react-native-web';
import { Icon } from '../shared/icons.jsx';
import { parameter, pickDetached, receive, site } from '../shared/site.js';
import { emptyEditor, Part, textOf } from './part.jsx';
import { ACCEPT, AUDIENCE, PLACEHOLDER, UPLOAD } from './words.js';
import css from './x.module.css';

// X has numbered the parts of a thread, and has repeated `tweetTextarea_0` for each: ?parts=numbered shows the former.
const numbered = parameter('parts', 'repeated') === 'numbered';
const newPart = (key) => ({ key, editor: emptyEditor(), committed: '', media: [] });

export function Composer({ kind, inline, label, attached, placeholder = PLACEHOLDER, onPosted, onThread }) {
  const [parts, setParts] = useState(() => [newPart(0)]);
  const [active, setActive] = useState(0);
  const fileInput = useRef(null);
  const thread = parts.length > 1;
  const current = Math.min(active, parts.length - 1);

  const change = (key, patch) =>
    setParts((all) => all.map((part) => (part.key === key ? { ...part, ...patch(part) } : part)));
  // As on X, a thread takes a part's text over when that part loses the focus, and posts what it took over.
  const commit = (key) => change(key, (part) => ({ committed: textOf(part.editor) }));
  const addFiles = (key, how, files) => {
    const photos = receive(how, files, UPLOAD);
    change(key, (part) => ({ media: [...part.media, ...photos] }));
  };
  const blank = parts.every((part) => !textOf(part.editor).trim() && part.media.length === 0);

  const submit = (how) => {
    if (blank) return;
    const texts = parts.map((part) => (thread && how === 'click' ? part.committed : textOf(part.editor)));
    const media = parts.flatMap((part) => part.media);
    site.posts.push({ kind, how, texts, media: media.map((photo) => photo.index) });
    setParts([newPart(0)]);
    setActive(0);
    onPosted({ texts, media });
  };
  const addPart = () => {
    if (onThread) return onThread();
    setParts((all) => [...all, newPart(all.at(-1).key + 1)]);
    setActive(parts.length);
  };

  return (
    <div className={inline ? css.composerInline : css.composerModal}>
      {kind === 'post' && (
        <button type="button" role="button" aria-haspopup="menu" aria-label={AUDIENCE.label} className={css.audience}>{AUDIENCE.everyone}</button>
      )}
      <div className={css.parts}>
        {parts.map((part, index) => (
          <Part key={part.key} id={`tweetTextarea_${numbered ? index : 0}`} editor={part.editor} media={part.media}
            placeholder={index ? 'Ajouter un autre post' : placeholder} faded={thread && index !== current} small={inline && !!label}
            onEditor={(editor) => change(part.key, () => ({ editor }))}
            onFocus={() => setActive(index)} onBlur={() => commit(part.key)}
            onFiles={(how, files) => addFiles(part.key, how, files)}
            onRemove={(gone) => change(part.key, (old) => ({ media: old.media.filter((_, at) => at !== gone) }))}
            onSubmit={() => submit('shortcut')} />
        ))}
      </div>
      {attached}
      <div data-testid="toolBar" role="group" className={css.toolBar}>
        <div className={css.tools}>
          <input ref={fileInput} type="file" multiple data-testid="fileInput" accept={ACCEPT} className={css.hidden}
            onChange={(event) => {
              addFiles(parts[current].key, 'input', event.target.files);
              event.target.value = '';
            }} />
          <Tool icon="photo" label="Ajouter des photos ou une vidéo" onPress={() => fileInput.current.click()} />
          <Tool icon="folder" label="Importer depuis l’appareil"
            onPress={() => pickDetached('image/*', (files) => addFiles(parts[current].key, 'detached', files))} />
          <Tool icon="list" label="Ajouter un sondage" />
          <Tool icon="smile" label="Ajouter un emoji" />
          <Tool icon="calendar" label="Programmer le post" testID="scheduleOption" />
          <Tool icon="pin" label="Localiser le post" />
        </div>
        {!blank && <Pressable testID="addButton" role="button" aria-label="Ajouter un post" style={styles.add} onPress={addPart}>
          <Icon name="plus" size={18} />
        </Pressable>}
        <Pressable testID={inline ? 'tweetButtonInline' : 'tweetButton'} role="button" disabled={blank}
          style={[styles.post, blank && styles.dull]} onPress={() => submit('click')}>
          <Text style={styles.postText}>{thread ? 'Tout poster' : (label ?? 'Poster')}</Text>
        </Pressable>
      </div>
    </div>
  );
}

function Tool({ icon, label, testID, onPress }) {
  return (
    <button type="button" role="button" aria-label={label} title={label} data-testid={testID} className={css.tool} onClick={onPress}>
      <Icon name={icon} size={20} />
    </button>
  );
}

const styles = {
  post: { backgroundColor: 'var(--accent)', borderRadius: 999, paddingHorizontal: 18, height: 36, justifyContent: 'center' },
  dull: { opacity: 0.5 },
  postText: { color: '#fff', fontWeight: '700', fontSize: 15, fontFamily: 'inherit' },
  add: { width: 28, height: 28, borderRadius: 14, borderWidth: 1, borderStyle: 'solid', borderColor: 'var(--line-strong)',
    color: 'var(--accent)', alignItems: 'center', justifyContent: 'center', marginRight: 12 },
};
