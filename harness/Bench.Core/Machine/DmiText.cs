namespace Bench.Core;

/// <summary>What the firmware says of itself: contents of files of <c>/sys/class/dmi/id</c>, empty where there is no such file.</summary>
/// <remarks>
/// Serial numbers and <c>board_asset_tag</c> are not among them: on EC2 the latter is the id of the instance, which tells one rented machine
/// from the next of the same type and means nothing to a reader.
/// </remarks>
/// <param name="Vendor"><c>sys_vendor</c>.</param>
/// <param name="Product"><c>product_name</c>.</param>
/// <param name="ChassisTag"><c>chassis_asset_tag</c>.</param>
public sealed record DmiText(string Vendor, string Product, string ChassisTag);
