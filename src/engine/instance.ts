/** The name under which this process leases tasks: another life of it has another name. */
export class InstanceName {
  constructor(readonly name: string) {}
}
