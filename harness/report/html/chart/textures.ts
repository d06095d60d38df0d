import { html, type Html } from '../html.ts';
import { memoryClasses } from './classes.ts';

type ClassId = (typeof memoryClasses)[number]['id'];

/** A square tile of this size, and what is drawn on it. */
interface Texture {
  tile: number;
  marks: string;
}

/**
 * Tell classes of memory apart where colours do not: for colour-blind readers, in greyscale print, on a weak
 * projector. Neighbours in the stack differ in direction.
 */
const textures: Record<ClassId, Texture> = {
  anonymous: { tile: 8, marks: '' },
  kernel: { tile: 3, marks: 'M1.5 0v3' },
  locked: { tile: 6, marks: 'M0 0l6 6M6 0l-6 6' },
  tmpfs: { tile: 7, marks: 'M-1 1l2-2M0 7l7-7M6 8l2-2' },
  dirty: { tile: 5, marks: 'M1.5 2.5h1.5' },
  writeback: { tile: 3, marks: 'M0 1.5h3' },
  clean: { tile: 7, marks: 'M-1 6l2 2M0 0l7 7M6-1l2 2' },
};

/** The fills of areas and key swatches, once per page: `fill: url(#texture-tmpfs)`. */
export function textureDefinitions(): Html {
  return html`<svg class="textures" aria-hidden="true">
    ${memoryClasses.map(({ id }) => pattern(id, textures[id]))}
  </svg>`;
}

function pattern(id: ClassId, { tile, marks }: Texture): Html {
  return html`<pattern id="texture-${id}" width="${tile}" height="${tile}" patternUnits="userSpaceOnUse">
    <rect class="ground ${id}" width="${tile}" height="${tile}" />
    <path class="marks ${id}" d="${marks}" />
  </pattern>`;
}
