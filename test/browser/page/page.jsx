// Draws the dashboard of `window.page` as Splunk Web does, from Splunk's own packages with their stock
// search source.
import { DashboardContextProvider } from '@splunk/dashboard-context';
import DashboardCore from '@splunk/dashboard-core';
import { createSchemaBasedOnPresets } from '@splunk/dashboard-definition';
import Preset from '@splunk/dashboard-presets/EnterpriseViewOnlyPreset';
import { SplunkThemeProvider } from '@splunk/themes';
import { createRoot } from 'react-dom/client';
import { shownPanels } from './shown-panels.mjs';

const { app, owner, definition, theme } = window.page;
window.definitionFaults = [];
window.shownPanels = shownPanels;
window.definitionSchema = () => createSchemaBasedOnPresets(Preset);

createRoot(document.getElementById('root')).render(
  <SplunkThemeProvider family="enterprise" colorScheme={theme} density="comfortable">
    <DashboardContextProvider
      preset={Preset}
      initialDefinition={definition}
      dataSourceContext={{ app, owner }}
    >
      <DashboardCore
        width="100%"
        height="100%"
        onValidationError={(fault) => window.definitionFaults.push(fault)}
      />
    </DashboardContextProvider>
  </SplunkThemeProvider>,
);
