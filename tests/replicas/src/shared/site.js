// What this page was given and what it sent, for tests to read. It belongs to the page and knows of no extension.

/** posts: {kind, how, texts, media: indexes of files}; files: {how, name, size, type, file}; uploads: {name, size, sent}. */
export const site = { posts: [], files: [], uploads: [], bytes };
window.__site = site;

/** The bytes of the file number `index`, in base64. */
async function bytes(index) {
  const reader = new FileReader();
  reader.readAsDataURL(site.files[index].file);
  await new Promise((done) => (reader.onload = done));
  return reader.result.slice(reader.result.indexOf(',') + 1);
}

/** Takes files in as the real sites do: a preview at once, and the upload starts without waiting for Post. */
export function receive(how, fileList, uploadPath) {
  return Array.from(fileList, (file) => {
    const index = site.files.push({ how, name: file.name, size: file.size, type: file.type, file }) - 1;
    upload(file, uploadPath);
    return { index, url: URL.createObjectURL(file) };
  });
}

function upload(file, path) {
  const form = new FormData();
  form.append('media', file);
  const record = { name: file.name, size: file.size, sent: false };
  site.uploads.push(record);
  const request = new XMLHttpRequest();
  request.open('POST', path);
  request.onload = () => (record.sent = request.status === 200);
  request.send(form);
}

/** A file dialog from an input that is never put in the page: no listener on the page can see it. */
export function pickDetached(accept, onFiles) {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = accept;
  input.onchange = () => onFiles(input.files);
  input.click();
}

export const parameter = (name, fallback) => new URLSearchParams(location.search).get(name) ?? fallback;
