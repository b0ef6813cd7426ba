import { readEnvironment } from './environment';
import { refuseWhatIsNotYet } from './not-yet';

it.each([['BROKER_URL', 'nats://localhost:4222']])(
  '%s is refused rather than ignored',
  (name, value) => {
    expect(() => refuseWhatIsNotYet(readEnvironment({ [name]: value }))).toThrow(name);
  },
);

it('lets the defaults pass', () => {
  expect(() => refuseWhatIsNotYet(readEnvironment({}))).not.toThrow();
});
