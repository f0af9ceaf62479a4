// Where an image of a trial comes from.

export type ImageSource =
  | {
      readonly tag: string;
      readonly from: 'build';
      /** Folder with a `build` script. */ readonly path: string;
    }
  | {
      readonly tag: string;
      readonly from: 'tar';
      /** A `docker save` archive. */
      readonly path: string;
    }
  | {
      readonly tag: string;
      readonly from: 'host';
      /** Image name in the host's own engine. */
      readonly name: string;
    }
  | {
      readonly tag: string;
      /** On purpose from nowhere: what swarm makes of a missing image is what is looked at. */
      readonly from: 'absent';
    };
