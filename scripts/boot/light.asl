// A panel's light for a machine that has none: what a laptop's firmware says of its own (ACPI 6.5, appendix B.5), on QEMU's graphics card in slot 16.
DefinitionBlock ("light.aml", "SSDT", 2, "TRYKK", "LIGHT", 1)
{
    External (\_SB.PCI0.S80, DeviceObj)
    Scope (\_SB.PCI0.S80)
    {
        Name (LVL, 70)
        Method (_DOS, 1) { }
        Method (_DOD, 0) { Return (Package () { 0x80010400 }) }
        Device (LCD0)
        {
            Name (_ADR, 0x0400)
            // The first two: with a charger, and without.
            Method (_BCL, 0) { Return (Package () { 100, 50, 0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100 }) }
            Method (_BCM, 1) { Store (Arg0, LVL) }
            Method (_BQC, 0) { Return (LVL) }
        }
    }
}
