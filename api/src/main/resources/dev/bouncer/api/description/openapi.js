SwaggerUIBundle({
  url: 'openapi.json',
  dom_id: '#description',
  deepLinking: true,
  // By default it would ask another host whether the document is valid.
  validatorUrl: null,
});
