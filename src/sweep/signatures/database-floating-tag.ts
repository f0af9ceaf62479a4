// A database whose next version comes unasked.
import { dataMount, imageName, isDatabase } from '../databases.js';
import { perService, type Signature } from '../signature.js';

export const databaseFloatingTag: Signature = {
  name: 'database-floating-tag',
  summary: 'a database keeps its files and has no version of its own',
  why:
    'docker stack deploy asks the registry for the newest image of a tag at each deploy. When that is ' +
    'another major version it finds the files of the old one: some databases refuse to start, some ' +
    'change their files so that the old version cannot read them, and then the rollback fails too.',
  source: 'docker/cli cli/command/stack/deploy_composefile.go (resolve-image)',
  mend: 'a tag with the major version',
  look: perService((service) => {
    const [data, image] = [dataMount(service), service.image];
    if (data === undefined || image === null || !isDatabase(service) || image.value.includes('@'))
      return null;
    if (/\d/.test(imageName(image.value).tag ?? '')) return null;
    const says = `${service.name} runs ${image.value}, whatever version that is, on files that stay`;
    return {
      severity: 'medium',
      service: service.name,
      places: [image.place, data.place],
      says,
      change: null,
    };
  }),
};
