/**
 * Knows the types of visualisations, inputs and data sources that Splunk's packages have in version 28.6, and
 * the names of their options.
 *
 * @module
 */

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** The options of visualisations by type. */
export const VISUALIZATIONS: Readonly<Record<string, ReadonlySet<string>>> = {
  'splunk.singlevalue': words(`
    align backgroundColor majorColor majorFontSize majorValue majorValueDisplay majorValueField
    numberPrecision shouldAbbreviateMajorValue shouldAbbreviateTrendValue
    shouldSparklineAcceptNullData shouldUseThousandSeparators showSparklineAreaGraph
    showSparklineTooltip sparklineAreaColor sparklineDisplay sparklineHighlightDots
    sparklineHighlightSegments sparklineNullValueDisplay sparklineStrokeColor sparklineValues
    splitByLayout trellisBackgroundColor trellisColumns trellisMinColumnWidth trellisPageCount
    trellisRowHeight trellisSortBy trellisSortOrder trellisSplitBy trendColor trendDisplay
    trendFontSize trendValue underLabel underLabelColor underLabelFontSize unit unitPosition`),
  'splunk.singlevalueradial': words(`
    backgroundColor gaugeRanges isGaugeOn majorColor majorValue majorValueDisplay majorValueField
    maxValue minValue numberPrecision radialBackgroundColor radialStrokeColor
    shouldAbbreviateMajorValue shouldAbbreviateTrendValue shouldUseThousandSeparators
    splitByLayout trellisBackgroundColor trellisColumns trellisMinColumnWidth trellisPageCount
    trellisRowHeight trellisSortBy trellisSortOrder trellisSplitBy trendColor trendDisplay
    trendValue underLabel underLabelColor unit unitPosition`),
  'splunk.line': words(`
    acceleratedRender additionalTooltipFields annotationColor annotationLabel annotationX
    backgroundColor dataValuesDisplay legendDisplay legendLabels legendMode legendTruncation
    lineDashStyle lineDashStylesByField lineWidth markerDisplay nullValueDisplay overlayFields
    resultLimit seriesColors seriesColorsByField showIndependentYRanges showLineSmoothing
    showOverlayY2Axis showRoundedY2AxisLabels showSplitSeries showXMajorGridLines
    showY2AxisWithZero showY2MajorGridLines showY2MinorGridLines showYAxisExtendedRange
    showYAxisWithZero showYMajorGridLines showYMinorGridLines splitByLayout stepPosition
    stepPositionsByField trellisBackgroundColor trellisColumns trellisMinColumnWidth
    trellisPageCount trellisRowHeight trellisSharedScale trellisSortBy trellisSortOrder
    trellisSplitBy x xAxisLabelRotation xAxisLabelVisibility xAxisLineVisibility
    xAxisMajorTickSize xAxisMajorTickVisibility xAxisMaxLabelParts xAxisTitleText
    xAxisTitleVisibility xField y y2 y2AxisAbbreviation y2AxisLabelVisibility y2AxisLineVisibility
    y2AxisMajorTickInterval y2AxisMajorTickSize y2AxisMajorTickVisibility y2AxisMax y2AxisMin
    y2AxisMinorTickSize y2AxisMinorTickVisibility y2AxisScale y2AxisTitleText
    y2AxisTitleVisibility y2Fields yAxisAbbreviation yAxisLabelVisibility yAxisLineVisibility
    yAxisMajorTickInterval yAxisMajorTickSize yAxisMajorTickVisibility yAxisMax yAxisMin
    yAxisMinorTickSize yAxisMinorTickVisibility yAxisScale yAxisTitleText yAxisTitleVisibility
    yFields`),
  'splunk.column': words(`
    additionalTooltipFields annotationColor annotationLabel annotationX backgroundColor
    columnGrouping columnSpacing dataValuesDisplay legendDisplay legendLabels legendMode
    legendTruncation lineDashStyle lineDashStylesByField lineWidth overlayFields resultLimit
    seriesColors seriesColorsByField seriesSpacing showIndependentYRanges showOverlayY2Axis
    showRoundedY2AxisLabels showSplitSeries showTooltip showXMajorGridLines showY2AxisWithZero
    showY2MajorGridLines showY2MinorGridLines showYAxisExtendedRange showYAxisWithZero
    showYMajorGridLines showYMinorGridLines splitByLayout stackMode trellisBackgroundColor
    trellisColumns trellisMinColumnWidth trellisPageCount trellisRowHeight trellisSharedScale
    trellisSortBy trellisSortOrder trellisSplitBy x xAxisLabelRotation xAxisLabelVisibility
    xAxisLineVisibility xAxisMajorTickSize xAxisMajorTickVisibility xAxisMaxLabelParts
    xAxisTitleText xAxisTitleVisibility xField y y2 y2AxisAbbreviation y2AxisLabelVisibility
    y2AxisLineVisibility y2AxisMajorTickInterval y2AxisMajorTickSize y2AxisMajorTickVisibility
    y2AxisMax y2AxisMin y2AxisMinorTickSize y2AxisMinorTickVisibility y2AxisScale y2AxisTitleText
    y2AxisTitleVisibility y2Fields yAxisAbbreviation yAxisLabelVisibility yAxisLineVisibility
    yAxisMajorTickInterval yAxisMajorTickSize yAxisMajorTickVisibility yAxisMax yAxisMin
    yAxisMinorTickSize yAxisMinorTickVisibility yAxisScale yAxisTitleText yAxisTitleVisibility
    yFields`),
  'splunk.bar': words(`
    additionalTooltipFields backgroundColor barSpacing dataValuesDisplay legendDisplay
    legendLabels legendMode legendReversed legendTruncation lineDashStyle lineDashStylesByField
    lineWidth overlayFields resultLimit seriesColors seriesColorsByField seriesSpacing
    showIndependentYRanges showOverlayY2Axis showRoundedY2AxisLabels showSplitSeries
    showXMajorGridLines showY2AxisWithZero showY2MajorGridLines showY2MinorGridLines
    showYAxisExtendedRange showYAxisWithZero showYMajorGridLines showYMinorGridLines splitByLayout
    stackMode trellisBackgroundColor trellisColumns trellisMinColumnWidth trellisPageCount
    trellisRowHeight trellisSharedScale trellisSortBy trellisSortOrder trellisSplitBy x
    xAxisLabelVisibility xAxisLineVisibility xAxisMajorTickSize xAxisMajorTickVisibility
    xAxisMaxLabelParts xAxisTitleText xAxisTitleVisibility xField y y2 y2AxisAbbreviation
    y2AxisLabelVisibility y2AxisLineVisibility y2AxisMajorTickInterval y2AxisMajorTickSize
    y2AxisMajorTickVisibility y2AxisMax y2AxisMin y2AxisMinorTickSize y2AxisMinorTickVisibility
    y2AxisScale y2AxisTitleText y2AxisTitleVisibility y2Fields yAxisAbbreviation
    yAxisLabelVisibility yAxisLineVisibility yAxisMajorTickInterval yAxisMajorTickSize
    yAxisMajorTickVisibility yAxisMax yAxisMin yAxisMinorTickSize yAxisMinorTickVisibility
    yAxisScale yAxisTitleText yAxisTitleVisibility yFields`),
  'splunk.area': words(`
    acceleratedRender additionalTooltipFields annotationColor annotationLabel annotationX
    areaOpacity backgroundColor dataValuesDisplay legendDisplay legendLabels legendMode
    legendTruncation lineDashStyle lineDashStylesByField lineWidth nullValueDisplay overlayFields
    resultLimit seriesColors seriesColorsByField showIndependentYRanges showLineSmoothing
    showLines showOverlayY2Axis showRoundedY2AxisLabels showSplitSeries showXMajorGridLines
    showY2AxisWithZero showY2MajorGridLines showY2MinorGridLines showYAxisExtendedRange
    showYAxisWithZero showYMajorGridLines showYMinorGridLines splitByLayout stackMode stepPosition
    stepPositionsByField trellisBackgroundColor trellisColumns trellisMinColumnWidth
    trellisPageCount trellisRowHeight trellisSharedScale trellisSortBy trellisSortOrder
    trellisSplitBy x xAxisLabelRotation xAxisLabelVisibility xAxisLineVisibility
    xAxisMajorTickSize xAxisMajorTickVisibility xAxisMaxLabelParts xAxisTitleText
    xAxisTitleVisibility xField y y2 y2AxisAbbreviation y2AxisLabelVisibility y2AxisLineVisibility
    y2AxisMajorTickInterval y2AxisMajorTickSize y2AxisMajorTickVisibility y2AxisMax y2AxisMin
    y2AxisMinorTickSize y2AxisMinorTickVisibility y2AxisScale y2AxisTitleText
    y2AxisTitleVisibility y2Fields yAxisAbbreviation yAxisLabelVisibility yAxisLineVisibility
    yAxisMajorTickInterval yAxisMajorTickSize yAxisMajorTickVisibility yAxisMax yAxisMin
    yAxisMinorTickSize yAxisMinorTickVisibility yAxisScale yAxisTitleText yAxisTitleVisibility
    yFields`),
  'splunk.table': words(`
    backgroundColor columnFormat count font fontSize headerVisibility headers
    paginateDataSourceKey showColumnAsExpandedJson showFooterPercentages showFooterTotals
    showInternalFields showRowNumbers table tableFormat`),
  'splunk.scatter': words(`
    backgroundColor category categoryField legendDisplay legendTruncation markerSize resultLimit
    seriesColors seriesColorsByField showRoundedXAxisLabels showXAxisExtendedRange
    showXAxisWithZero showXMinorGridLines showYAxisExtendedRange showYAxisWithZero
    showYMajorGridLines showYMinorGridLines splitByLayout trellisBackgroundColor trellisColumns
    trellisMinColumnWidth trellisPageCount trellisRowHeight trellisSharedScale trellisSortBy
    trellisSortOrder trellisSplitBy x xAxisAbbreviation xAxisLabelRotation xAxisLabelVisibility
    xAxisLineVisibility xAxisMajorTickInterval xAxisMajorTickSize xAxisMajorTickVisibility
    xAxisMax xAxisMin xAxisMinorTickSize xAxisMinorTickVisibility xAxisScale xAxisTitleText
    xAxisTitleVisibility xField y yAxisAbbreviation yAxisLabelVisibility yAxisLineVisibility
    yAxisMajorTickInterval yAxisMajorTickSize yAxisMajorTickVisibility yAxisMax yAxisMin
    yAxisMinorTickSize yAxisMinorTickVisibility yAxisScale yAxisTitleText yAxisTitleVisibility
    yField`),
  'splunk.bubble': words(`
    backgroundColor bubbleSizeMax bubbleSizeMethod bubbleSizeMin category categoryField
    legendDisplay legendTruncation resultLimit seriesColors seriesColorsByField
    showRoundedXAxisLabels showXAxisExtendedRange showXAxisWithZero showXMinorGridLines
    showYAxisExtendedRange showYAxisWithZero showYMajorGridLines showYMinorGridLines size
    sizeField x xAxisAbbreviation xAxisLabelRotation xAxisLabelVisibility xAxisLineVisibility
    xAxisMajorTickInterval xAxisMajorTickSize xAxisMajorTickVisibility xAxisMax xAxisMin
    xAxisMinorTickSize xAxisMinorTickVisibility xAxisScale xAxisTitleText xAxisTitleVisibility
    xField y yAxisAbbreviation yAxisLabelVisibility yAxisLineVisibility yAxisMajorTickInterval
    yAxisMajorTickSize yAxisMajorTickVisibility yAxisMax yAxisMin yAxisMinorTickSize
    yAxisMinorTickVisibility yAxisScale yAxisTitleText yAxisTitleVisibility yField`),
  'splunk.punchcard': words(`
    backgroundColor bubbleColor bubbleLabelDisplay bubbleRadiusMax bubbleRadiusMin bubbleRowScale
    bubbleSizeMax bubbleSizeMethod bubbleSizeMin category categoryField colorMode legendDisplay
    seriesColors showDefaultSort showDynamicBubbleSize showMaxValuePulsation size sizeField x
    xField y yField`),
  'splunk.sankey': words(`
    backgroundColor colorMode labelDisplay linkColors linkOpacity linkValues resultLimit
    seriesColors unit`),
  'splunk.timeline': words(`
    additionalTooltipFields backgroundColor category categoryField dataColors duration
    durationField durationUnit legendDisplay legendTruncation resultLimit seriesColors x xField y
    yAxisLabelWidth yField`),
  'splunk.pie': words(`
    backgroundColor collapseExcludeZero collapseLabel collapseThreshold label labelDisplay
    labelField legendDisplay percentagePrecision resultLimit seriesColors seriesColorsByField
    showDonutHole splitByLayout trellisBackgroundColor trellisColumns trellisMinColumnWidth
    trellisPageCount trellisRowHeight trellisSortBy trellisSortOrder trellisSplitBy value
    valueField`),
  'splunk.markergauge': words(`
    backgroundColor gaugeRanges labelDisplay majorTickInterval orientation splitByLayout
    trellisBackgroundColor trellisColumns trellisMinColumnWidth trellisPageCount trellisRowHeight
    trellisSortBy trellisSortOrder trellisSplitBy value valueDisplay`),
  'splunk.fillergauge': words(`
    backgroundColor gaugeColor labelDisplay majorTickInterval orientation splitByLayout
    trellisBackgroundColor trellisColumns trellisMinColumnWidth trellisPageCount trellisRowHeight
    trellisSortBy trellisSortOrder trellisSplitBy value valueDisplay`),
  'splunk.markdown': words(`
    backgroundColor customFontSize fontColor fontFamily fontSize markdown rotation`),
  'splunk.rectangle': words(`
    fillColor fillOpacity rx ry strokeColor strokeDashStyle strokeJoinStyle strokeOpacity
    strokeWidth`),
  'splunk.ellipse': words(`
    fillColor fillOpacity strokeColor strokeDashStyle strokeOpacity strokeWidth`),
  'splunk.image': words(`
    preserveAspectRatio src title`),
};

/** The options of inputs by type. */
export const INPUTS: Readonly<Record<string, ReadonlySet<string>>> = {
  'input.dropdown': words(`
    backgroundColor defaultValue isCascadingInput items prefix selectFirstSearchResult suffix token
    tokenNamespace`),
  'input.multiselect': words(`
    backgroundColor clearDefaultOnSelection defaultValue isCascadingInput items
    selectFirstSearchResult token tokenNamespace`),
  'input.text': words(
    'backgroundColor defaultValue placeholder prefix suffix token tokenNamespace',
  ),
  'input.number': words('backgroundColor defaultValue max min step token tokenNamespace'),
  'input.timerange': words('backgroundColor defaultValue token tokenNamespace'),
};

/** The options of data sources by type. */
export const DATA_SOURCES: Readonly<Record<string, ReadonlySet<string>>> = {
  'ds.search': words('query queryParameters refresh refreshType'),
  'ds.savedSearch': words('app queryParameters ref refresh refreshType useSavedTimeRange'),
  'ds.chain': words('query queryParameters refresh refreshType extend'),
};

/** What stands beside the options of a visualisation or an input. */
export const PANEL_KEYS = words(`
  type title description options context dataSources eventHandlers encoding showProgressBar showLastUpdated
  hideWhenNoData containerOptions cornerRadius canvasAlignment`);

/** The drill-downs. */
export const EVENT_HANDLERS = words(`
  drilldown.setToken drilldown.customUrl drilldown.linkToDashboard drilldown.resetTokens
  drilldown.unsetTokens`);
