namespace Firesteel.Foundation.Time;

/// <summary>Zones that differ only before 1970 and that the time zone database, as java.time compiles it, keeps once.</summary>
/// <remarks>Linux distributions build the database with each zone's own early history, which would answer otherwise than Spark.</remarks>
static class MergedZones
{
    // The zone that is kept, then those that follow it.
    private const string Groups = """
        Africa/Abidjan Africa/Accra Africa/Bamako Africa/Banjul Africa/Conakry Africa/Dakar Africa/Freetown Africa/Lome Africa/Nouakchott Africa/Ouagadougou Atlantic/Reykjavik Atlantic/St_Helena
        Africa/Johannesburg Africa/Maseru Africa/Mbabane
        Africa/Lagos Africa/Bangui Africa/Brazzaville Africa/Douala Africa/Kinshasa Africa/Libreville Africa/Luanda Africa/Malabo Africa/Niamey Africa/Porto-Novo
        Africa/Maputo Africa/Blantyre Africa/Bujumbura Africa/Gaborone Africa/Harare Africa/Kigali Africa/Lubumbashi Africa/Lusaka
        Africa/Nairobi Africa/Addis_Ababa Africa/Asmara Africa/Dar_es_Salaam Africa/Djibouti Africa/Kampala Africa/Mogadishu Indian/Antananarivo Indian/Comoro Indian/Mayotte
        America/Chicago CST6CDT
        America/Denver MST7MDT
        America/Los_Angeles PST8PDT
        America/New_York EST5EDT
        America/Panama America/Atikokan America/Cayman
        America/Phoenix America/Creston
        America/Puerto_Rico America/Anguilla America/Antigua America/Aruba America/Blanc-Sablon America/Curacao America/Dominica America/Grenada America/Guadeloupe America/Montserrat America/Port_of_Spain America/St_Kitts America/St_Lucia America/St_Thomas America/St_Vincent America/Tortola
        America/Toronto America/Nassau
        Asia/Bangkok Asia/Phnom_Penh Asia/Vientiane Indian/Christmas
        Asia/Dubai Asia/Muscat Indian/Mahe Indian/Reunion
        Asia/Kuching Asia/Brunei
        Asia/Qatar Asia/Bahrain
        Asia/Riyadh Antarctica/Syowa Asia/Aden Asia/Kuwait
        Asia/Singapore Asia/Kuala_Lumpur
        Asia/Yangon Indian/Cocos
        Europe/Athens EET
        Europe/Belgrade Europe/Ljubljana Europe/Sarajevo Europe/Skopje Europe/Zagreb
        Europe/Berlin Europe/Copenhagen Europe/Oslo Europe/Stockholm
        Europe/Brussels CET Europe/Amsterdam Europe/Luxembourg MET
        Europe/Busingen Europe/Vaduz
        Europe/Lisbon WET
        Europe/London Europe/Guernsey Europe/Isle_of_Man Europe/Jersey
        Europe/Paris Europe/Monaco
        Indian/Maldives Indian/Kerguelen
        Pacific/Auckland Antarctica/McMurdo
        Pacific/Guadalcanal Pacific/Pohnpei
        Pacific/Guam Pacific/Saipan
        Pacific/Pago_Pago Pacific/Midway
        Pacific/Port_Moresby Antarctica/DumontDUrville Pacific/Chuuk
        Pacific/Tarawa Pacific/Funafuti Pacific/Majuro Pacific/Wake Pacific/Wallis
        """;

    private static readonly Dictionary<string, string> Kept = Read();

    /// <summary>The zone whose rules hold for that name.</summary>
    public static string KeptName(string id) => Kept.GetValueOrDefault(id, id);

    private static Dictionary<string, string> Read()
    {
        var kept = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in Groups.Split('\n'))
        {
            var names = line.Split(' ');
            for (var i = 1; i < names.Length; i++) kept[names[i]] = names[0];
        }
        return kept;
    }
}
