namespace Firesteel.Foundation.Configuration;

/// <summary>What the word TIMESTAMP means.</summary>
enum TimestampFlavour { TimestampNtz, TimestampLtz }

/// <summary>What to do where an older Spark read or wrote times in another way.</summary>
enum TimeParserPolicy { Exception, Legacy, Corrected }

/// <summary>What to do where an older Spark meant something else.</summary>
enum LegacyPolicy { Exception, Legacy, Corrected }

/// <summary>What a map does with the same key twice.</summary>
enum MapKeyDedupPolicy { Exception, LastWin }

/// <summary>Which types may be stored in a column of another type.</summary>
enum StoreAssignmentPolicy { Ansi, Legacy, Strict }

/// <summary>What overwriting a partitioned table replaces.</summary>
enum PartitionOverwriteMode { Static, Dynamic }
